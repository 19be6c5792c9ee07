import { Controller, Get, Inject, Param, Query, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Described, PageQuery } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { type ExplainedConfig, type GivenConfigView, ReadGiven } from '../given/read-given.js';
import { type FetchView, type PhoneFileView, ReadFetches } from './read-fetches.js';

const BYTES = 'application/octet-stream';

/** What the phone of a device asked and brought (PRV-06, PRV-07). */
@Controller('api/v1/devices/:id')
@UseGuards(SectionGuard)
export class FetchesController {
  constructor(
    @Inject(ReadFetches) private readonly read: ReadFetches,
    @Inject(ReadGiven) private readonly given: ReadGiven,
  ) {}

  @Get('fetches')
  @Described('What the phone of a device asked for and brought, the newest first', { refuses: { 400: ['bad_cursor'] } })
  @Allow(...MAY.changeDevices)
  fetches(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: PageQuery): Promise<Page<FetchView>> {
    return this.read.fetches(caller, id, query);
  }

  @Get('phone-files')
  @Described('The files that the phone of a device brought')
  @Allow(...MAY.changeDevices)
  files(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<Page<PhoneFileView>> {
    return this.read.files(caller, id);
  }

  @Get('phone-files/:name')
  @Described('A file that the phone of a device brought, as it came', { params: { name: { type: 'string' } }, answers: [BYTES] })
  @Allow(...MAY.changeDevices)
  async file(@CurrentCaller() caller: Caller, @Param('id') id: string, @Param('name') name: string, @Res() response: Response): Promise<void> {
    const content = await this.read.content(caller, id, name);
    // What a phone says is in it is not believed.
    response.attachment(name).type(BYTES).set({ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' }).send(content);
  }

  @Get('configs')
  @Described('The configurations that the phone of a device got, the last first')
  @Allow(...MAY.seeVersions)
  configs(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<Page<GivenConfigView>> {
    return this.given.list(caller, id);
  }

  @Get('configs/:config')
  @Described('A configuration that the phone of a device got, made again: its text without secrets, and where each value came from', {
    refuses: { 410: ['version_gone'], 422: ['template_fails'] },
  })
  @Allow(...MAY.seeVersions)
  config(@CurrentCaller() caller: Caller, @Param('id') id: string, @Param('config') config: string): Promise<ExplainedConfig> {
    return this.given.explain(caller, id, config);
  }
}
