import { Body, Controller, Delete, Headers, HttpCode, Inject, Param, Patch, Post, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Described, OncePerKey, RecordId, Tagged } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { CreateDevice } from './create-device.js';
import { DeleteDevice } from './delete-device.js';
import type { DeviceView } from './device-view.js';
import { DeviceChangesBody, NewDeviceBody, ReplacementBody } from './devices.dto.js';
import type { ChangedDevice } from './judge-update.js';
import { CHANGE_REFUSALS, NEW_DEVICE_REFUSALS } from './route-refusals.js';
import { UpdateDevice } from './update-device.js';

const PATH = 'api/v1/devices';
const MODEL = '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f';

/** Devices are added, changed, replaced and removed (INV-11, INV-15, INV-08b). */
@Controller(PATH)
@UseGuards(SectionGuard)
@UseInterceptors(Tagged)
@Allow(...MAY.changeDevices)
export class DeviceChangesController {
  constructor(
    @Inject(CreateDevice) private readonly create: CreateDevice,
    @Inject(UpdateDevice) private readonly update: UpdateDevice,
    @Inject(DeleteDevice) private readonly remove: DeleteDevice,
    @Inject(OncePerKey) private readonly once: OncePerKey,
  ) {}

  @Post()
  @Described('Adds a device', {
    refuses: NEW_DEVICE_REFUSALS,
    headers: ['Location'],
    example: { name: 'Reception', model: MODEL, macAddress: '00:14:20:FF:3C:52', description: 'At the front desk' },
  })
  async add(
    @CurrentCaller() caller: Caller,
    @Body() body: NewDeviceBody,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DeviceView> {
    const device = await this.create.execute(caller, body, key);
    response.setHeader('location', `/${PATH}/${device.id}`);
    return device;
  }

  @Patch(':id')
  @Described('Changes a device', { refuses: CHANGE_REFUSALS, example: { description: 'On the second floor', assignedTo: null } })
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: DeviceChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ChangedDevice> {
    return this.update.execute(caller, { id, ifMatch }, body);
  }

  @Post(':id/replace')
  @Described('Puts another phone in the place of a broken one', { refuses: CHANGE_REFUSALS, example: { macAddress: '00:14:20:FF:3C:53' } })
  @HttpCode(200)
  replace(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: ReplacementBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<ChangedDevice> {
    return this.update.execute(caller, { id, ifMatch }, body, (work) => this.once.run({ caller, path: `/${PATH}/${id}/replace`, key, body }, work));
  }

  @Delete(':id')
  @Described('Removes a device', {
    refuses: { 403: ['not_permitted'], 409: ['port_in_use', 'reference_blocks_delete', 'taken_meanwhile'], 428: ['if_match_required'] },
  })
  @HttpCode(204)
  delete(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.remove.execute(caller, { id, ifMatch });
  }
}
