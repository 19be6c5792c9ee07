import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Described, PageQuery } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { CancelExport } from './cancel-export.js';
import { DownloadExport } from './download-export.js';
import type { AcceptedExport, ExportView } from './export-view.js';
import { StartExportDto } from './exports.dto.js';
import { ReadExports } from './read-exports.js';
import { StartExport } from './start-export.js';

/** Exports, for the roles that may export (DIR-02a) and have the devices section (DIR-06). */
@Controller('api/v1/exports')
@Allow(...MAY.export)
@UseGuards(SectionGuard)
export class ExportsController {
  constructor(
    @Inject(StartExport) private readonly exports: StartExport,
    @Inject(ReadExports) private readonly read: ReadExports,
    @Inject(CancelExport) private readonly cancel: CancelExport,
    @Inject(DownloadExport) private readonly download: DownloadExport,
  ) {}

  @Post()
  @HttpCode(202)
  @Described('Starts an export of the device list', {
    refuses: { 400: ['bad_filter', 'bad_sort', 'bad_columns'] },
    headers: ['Location'],
    example: { kind: 'devices', format: 'xlsx', filter: { q: 'desk', managedBy: 'administrator' }, sort: 'name', columns: ['name', 'assignedTo', 'site'] },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Body() asked: StartExportDto,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AcceptedExport> {
    const { status, headers, body } = await this.exports.execute(caller, asked, key);
    response.status(status).set(headers);
    return body as AcceptedExport;
  }

  @Get()
  @Described('Lists exports, the newest first')
  all(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<ExportView>> {
    return this.read.page(caller, query);
  }

  @Get(':id')
  @Described('An export: its state, and a link to its file')
  one(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ExportView> {
    return this.read.one(caller, id);
  }

  @Post(':id/cancel')
  @Described('Cancels an export', { refuses: { 409: ['export_finished'] } })
  @HttpCode(202)
  stop(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ExportView> {
    return this.cancel.execute(caller, id);
  }

  /** To a link that needs no token: what follows it may be a browser. */
  @Get(':id/download')
  @HttpCode(303)
  @Described('Leads to the file of an export', { refuses: { 409: ['export_under_way', 'no_file'], 410: ['file_removed'] }, headers: ['Location'] })
  async file(@CurrentCaller() caller: Caller, @Param('id') id: string, @Res() response: Response): Promise<void> {
    const { url } = await this.download.link(caller, id);
    response.status(303).set('cache-control', 'no-store').location(url).end();
  }
}
