import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { callerOf } from '@ringfleet/access';
import { Refuses } from '@ringfleet/service-kit';
import { DevicesSection } from './devices-section.js';

/** On every route of the devices section (DIR-06): who does not have the section gets 403, whatever is asked for. */
@Injectable()
@Refuses({ 403: ['section_absent', 'not_permitted'] })
export class SectionGuard implements CanActivate {
  constructor(@Inject(DevicesSection) private readonly section: DevicesSection) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.section.require(callerOf(context), 'view');
    return true;
  }
}
