import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { callerOf } from '@ringfleet/access';
import type { Need } from '@ringfleet/kernel';
import { Refuses } from '@ringfleet/service-kit';
import { DevicesSection } from './devices-section.js';

const NEED = 'rf:section';

/** What the routes below `SectionGuard` need; to look where nothing is said. */
export const Needs = (need: Need): MethodDecorator & ClassDecorator => SetMetadata(NEED, need);

/** On every route of the devices section (DIR-06): who does not have the section gets 403, whatever is asked for. */
@Injectable()
@Refuses({ 403: ['section_absent', 'not_permitted'] })
export class SectionGuard implements CanActivate {
  constructor(
    @Inject(DevicesSection) private readonly section: DevicesSection,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const need = this.reflector.getAllAndOverride<Need | undefined>(NEED, [context.getHandler(), context.getClass()]);
    await this.section.require(callerOf(context), need ?? 'view');
    return true;
  }
}
