import { Controller, Get, Inject, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Described, Tagged } from '@ringfleet/service-kit';
import { AS_OF_REFUSALS } from './as-of.js';
import { DeviceHistory, type HistoryEntry } from './device-history.js';
import { SectionGuard } from '@ringfleet/tenants';
import type { DeviceView } from './device-view.js';
import { AsOfDto, filtersOf, ListDevicesDto } from './devices.dto.js';
import { GetDevice } from './get-device.js';
import { ListDevices } from './list-devices.js';

@Controller('api/v1/devices')
@UseGuards(SectionGuard)
@UseInterceptors(Tagged)
export class DevicesController {
  constructor(
    @Inject(ListDevices) private readonly list: ListDevices,
    @Inject(GetDevice) private readonly get: GetDevice,
    @Inject(DeviceHistory) private readonly history: DeviceHistory,
  ) {}

  @Get()
  @Described('Lists devices', { refuses: { 400: ['bad_sort', 'bad_filter', 'bad_cursor', ...AS_OF_REFUSALS] } })
  all(@CurrentCaller() caller: Caller, @Query() { limit, cursor, sort, q, asOf, ...filters }: ListDevicesDto): Promise<Page<DeviceView>> {
    return this.list.execute(caller, { limit, cursor, sort, q, asOf, filters: filtersOf(filters) });
  }

  @Get(':id')
  @Described('A device', { refuses: { 400: AS_OF_REFUSALS } })
  one(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() { asOf }: AsOfDto): Promise<DeviceView> {
    return this.get.execute(caller, id, asOf);
  }

  @Get(':id/history')
  @Described('What happened to a device, the newest first')
  async changes(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<{ items: readonly HistoryEntry[] }> {
    return { items: await this.history.execute(caller, id) };
  }
}
