import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller } from '@ringfleet/kernel';
import { Described } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import { GetStatus, type StatusView } from './get-status.js';

/** Whether a device is registered, and from where (CTL-01). */
@Controller('api/v1/devices/:id/status')
@UseGuards(SectionGuard)
export class StatusController {
  constructor(@Inject(GetStatus) private readonly get: GetStatus) {}

  @Get()
  @Described('Whether a device is registered, and from where')
  one(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<StatusView> {
    return this.get.execute(caller, id);
  }
}
