import { Body, Controller, HttpCode, Inject, Param, Post, UseGuards, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Described, RecordId } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import { CheckChange } from './check-change.js';
import { CheckNewDevice } from './check-new-device.js';
import { DeviceChangesBody, UnfinishedDeviceBody } from './devices.dto.js';
import { type Checked, ProblemsListed } from './problems-listed.js';

const NOTHING: Checked = { problems: [] };

/** What would be refused is known before it is sent: forms ask while one types (INV-11). */
@Controller('api/v1/devices')
@UseGuards(SectionGuard)
@UseInterceptors(ProblemsListed)
@Allow(...MAY.changeDevices)
export class DeviceChecksController {
  constructor(
    @Inject(CheckNewDevice) private readonly newDevice: CheckNewDevice,
    @Inject(CheckChange) private readonly change: CheckChange,
  ) {}

  @Post('check')
  @Described('Says what speaks against adding a device; nothing is written', {
    refuses: { 403: ['not_permitted'] },
    example: { name: 'Reception', macAddress: '00:14:20:FF:3C:52' },
  })
  @HttpCode(200)
  async checkNew(@CurrentCaller() caller: Caller, @Body() body: UnfinishedDeviceBody): Promise<Checked> {
    await this.newDevice.execute(caller, body);
    return NOTHING;
  }

  @Post(':id/check')
  @Described('Says what speaks against changing a device; nothing is written', { refuses: { 403: ['not_permitted'] }, example: { name: 'Reception' } })
  @HttpCode(200)
  async checkChange(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Body() body: DeviceChangesBody): Promise<Checked> {
    await this.change.execute(caller, id, body);
    return NOTHING;
  }
}
