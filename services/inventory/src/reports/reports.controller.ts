import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Described } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import { type DeviceReport, ReadDeviceReport } from './read-device-report.js';

@Controller('api/v1/reports')
@UseGuards(SectionGuard)
export class ReportsController {
  constructor(@Inject(ReadDeviceReport) private readonly report: ReadDeviceReport) {}

  @Get('devices')
  @Described('How many devices there are by state, model and who manages them, and on the last days')
  @Allow(...MAY.export)
  devices(@CurrentCaller() caller: Caller): Promise<DeviceReport> {
    return this.report.execute(caller);
  }
}
