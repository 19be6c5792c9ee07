import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Put, Query, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, notFound, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, entityTag } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import type { DeviceView } from '../devices/device-view.js';
import { findDevice } from '../devices/write-request.js';
import { FreeLine } from './free-line.js';
import { ListAvailable } from './list-available.js';
import { AvailableDto, TakeLineDto } from './lines.dto.js';
import { linesOf, type LineView } from './load-lines.js';
import { TakeLine } from './take-line.js';

const PORT = { type: 'string', pattern: '^\\d{1,4}$' } as const; // '0'
const IS_PORT = new RegExp(PORT.pattern);

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
  @Described('Lists the devices that an account may take a port of', { refuses: { 422: ['unknown_account'] } })
  @Allow(...MAY.changeDevices)
  offered(@CurrentCaller() caller: Caller, @Query() query: AvailableDto): Promise<Page<DeviceView>> {
    return this.available.execute(caller, query);
  }

  @Get(':id/lines')
  @Described('The ports of a device and the accounts on them')
  lines(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<{ items: LineView[] }> {
    return this.database.transaction(caller.scope, async (tx) => ({ items: await linesOf(tx, await findDevice(tx, id)) }));
  }

  @Put(':id/lines/:port')
  @Described('Puts an account on a port', {
    refuses: {
      409: ['taken_meanwhile', 'device_of_another_customer', 'port_in_use', 'account_on_another_port'],
      422: [
        'unknown_account',
        'unknown_customer',
        'no_such_port',
        'not_a_phone',
        'device_retired',
        'customer_of_another_reseller',
        'customer_view_only',
        'customer_permission_none',
      ],
      428: ['if_match_required'],
    },
    params: { port: PORT },
    headers: ['ETag'],
    example: { accountId: '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f' },
  })
  @Allow(...MAY.changeDevices)
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
  @Described('Takes the account off a port', {
    refuses: { 409: ['taken_meanwhile'], 428: ['if_match_required'] },
    params: { port: PORT },
    headers: ['ETag'],
  })
  @HttpCode(204)
  @Allow(...MAY.changeDevices)
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
  if (!IS_PORT.test(text)) throw notFound('line');
  return Number(text);
}
