import { Body, Controller, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Described } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import { AddressesBody } from './address.dto.js';
import { type AddressView, DeviceAddress } from './device-address.js';

/** Where the devices of a list get their configuration from (INV-10). More ids than a URL may have. */
@Controller('api/v1/device-addresses')
@UseGuards(SectionGuard)
export class AddressesController {
  constructor(@Inject(DeviceAddress) private readonly address: DeviceAddress) {}

  @Post()
  @HttpCode(200)
  @Described('The addresses that devices get their configuration from; a device that is not there, or not the caller’s to see, is left out', {
    example: { deviceIds: ['019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f'] },
  })
  @Allow(...MAY.changeDevices)
  async list(@CurrentCaller() caller: Caller, @Body() { deviceIds }: AddressesBody): Promise<{ items: readonly AddressView[] }> {
    return { items: await this.address.list(caller, deviceIds) };
  }
}
