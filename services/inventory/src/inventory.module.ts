import { Module } from '@nestjs/common';
import { DeviceHistory } from './devices/device-history.js';
import { DevicesController } from './devices/devices.controller.js';
import { GetDevice } from './devices/get-device.js';
import { KeepVersions } from './devices/keep-versions.js';
import { ListDevices } from './devices/list-devices.js';
import { ApplyChunk } from './imports/apply-chunk.js';
import { JudgeChunk } from './imports/judge-chunk.js';
import { OnRowsSent } from './imports/on-rows-sent.js';
import { Owners } from './imports/owners.js';
import { ResolveReferences } from './imports/resolve-references.js';

import { ListModels } from './models/list-models.js';
import { ModelsController } from './models/models.controller.js';
import { ShipModels } from './models/ship-models.js';
import { FindDeviceUses } from './references/find-device-uses.js';
import { OnTenantChanged } from './tenants/on-tenant-changed.js';

@Module({
  controllers: [DevicesController, ModelsController, OnRowsSent, OnTenantChanged],
  providers: [ApplyChunk, DeviceHistory, FindDeviceUses, GetDevice, KeepVersions, ListDevices, ListModels, Owners, JudgeChunk, ResolveReferences, ShipModels],
})
export class InventoryModule {}
