import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Described } from '@ringfleet/service-kit';
import { Needs, SectionGuard } from '@ringfleet/tenants';
import { RotateBody } from './address.dto.js';
import { type AddressView, DeviceAddress } from './device-address.js';

/** Where a device gets its configuration from (PRV-04). */
@Controller('api/v1/devices/:id/provisioning')
@UseGuards(SectionGuard)
export class AddressController {
  constructor(@Inject(DeviceAddress) private readonly address: DeviceAddress) {}

  @Get()
  @Described('The address that a device gets its configuration from')
  @Allow(...MAY.changeDevices)
  show(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<AddressView> {
    return this.address.show(caller, id);
  }

  @Post('rotate')
  @HttpCode(200)
  @Needs('modify')
  @Described('Gives a device another address; the old one serves for some time yet', { refuses: { 409: ['rotation_running'] }, example: { immediately: true } })
  @Allow(...MAY.assignDevices)
  rotate(@CurrentCaller() caller: Caller, @Param('id') id: string, @Body() body: RotateBody): Promise<AddressView> {
    return this.address.rotate(caller, id, body.immediately);
  }
}
