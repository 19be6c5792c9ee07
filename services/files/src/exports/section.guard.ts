import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { callerOf } from '@ringfleet/access';
import { Refuses } from '@ringfleet/service-kit';
import { DeviceLists } from './device-lists.js';

/** On every route of the devices section (DIR-06): who does not have the section gets 403, whatever is asked for. */
@Injectable()
@Refuses({ 403: ['section_absent', 'not_permitted'] })
export class SectionGuard implements CanActivate {
  constructor(@Inject(DeviceLists) private readonly lists: DeviceLists) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.lists.requireSection(callerOf(context));
    return true;
  }
}
