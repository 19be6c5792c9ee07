import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Put, Query, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, notFound, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { entityTag } from '@ringfleet/service-kit';
import type { Response } from 'express';
import { SectionGuard } from '../access/section.guard.js';
import type { DeviceView } from '../devices/device-view.js';
import { findDevice } from './change-device.js';
import { FreeLine } from './free-line.js';
import { ListAvailable } from './list-available.js';
import { AvailableDto, TakeLineDto } from './lines.dto.js';
import { linesOf, type LineView } from './load-lines.js';
import { TakeLine } from './take-line.js';

const PORT = /^\d{1,4}$/; // '0'

/** The ports of devices and the accounts on them (INV-07, INV-08). */
@Controller('api/v1/devices')
@UseGuards(SectionGuard)
export class LinesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ListAvailable) private readonly available: ListAvailable,
    @Inject(TakeLine) private readonly take: TakeLine,
    @Inject(FreeLine) private readonly free: FreeLine,
  ) {}

  @Get('available')
  @Allow('administrator', 'operator', 'reseller-admin', 'customer-admin')
  offered(@CurrentCaller() caller: Caller, @Query() query: AvailableDto): Promise<Page<DeviceView>> {
    return this.available.execute(caller, query);
  }

  @Get(':id/lines')
  lines(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<{ items: LineView[] }> {
    return this.database.transaction(caller.scope, async (tx) => ({ items: await linesOf(tx, await findDevice(tx, id)) }));
  }

  @Put(':id/lines/:port')
  @Allow('administrator', 'operator', 'reseller-admin', 'customer-admin')
  async put(
    @CurrentCaller() caller: Caller,
    @Param() { id, port }: { readonly id: string; readonly port: string },
    @Body() { accountId }: TakeLineDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LineView | undefined> {
    const version = await this.take.execute(caller, { id, ifMatch, port: portOf(port), accountId });
    response.setHeader('etag', entityTag(version));
    const { items } = await this.lines(caller, id);
    return items[portOf(port)];
  }

  @Delete(':id/lines/:port')
  @HttpCode(204)
  @Allow('administrator', 'operator', 'reseller-admin', 'customer-admin')
  async delete(
    @CurrentCaller() caller: Caller,
    @Param() { id, port }: { readonly id: string; readonly port: string },
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    response.setHeader('etag', entityTag(await this.free.execute(caller, { id, ifMatch, port: portOf(port) })));
  }
}

function portOf(text: string): number {
  if (!PORT.test(text)) throw notFound('line');
  return Number(text);
}
