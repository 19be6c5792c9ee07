import { Controller, Get, Inject, Query, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Described, DOWNLOAD_TYPES, sendFile } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { type DeviceReport, ReadDeviceReport } from './read-device-report.js';
import { ReadSiteInventory } from './read-site-inventory.js';
import { DeviceReportDto, SiteInventoryDto } from './reports.dto.js';

@Controller('api/v1/reports')
@UseGuards(SectionGuard)
export class ReportsController {
  constructor(
    @Inject(ReadDeviceReport) private readonly report: ReadDeviceReport,
    @Inject(ReadSiteInventory) private readonly siteInventory: ReadSiteInventory,
  ) {}

  @Get('devices')
  @Described('How many devices there are by state, model and who manages them, and on the last days')
  @Allow(...MAY.export)
  devices(@CurrentCaller() caller: Caller, @Query() query: DeviceReportDto): Promise<DeviceReport> {
    return this.report.execute(caller, query);
  }

  @Get('site-inventory.csv')
  @Described('The devices of a site as a csv file: MAC address, device type, available lines, site', {
    refuses: { 404: ['not_found'] },
    answers: [DOWNLOAD_TYPES.csv],
  })
  @Allow(...MAY.export)
  async site(@CurrentCaller() caller: Caller, @Query() { site }: SiteInventoryDto, @Res() response: Response): Promise<void> {
    const { name, content } = await this.siteInventory.execute(caller, site);
    await sendFile(response, { name: `site-inventory-${name}`, format: 'csv', file: Readable.from([content]) });
  }
}
