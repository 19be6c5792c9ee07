import { Module } from '@nestjs/common';
import { AccessController } from './access/access.controller.js';
import { DevicesSection } from './access/devices-section.js';
import { Explain } from './access/explain.js';
import { DeviceListQueries } from './device-stream/device-list-queries.js';
import { FindSupported } from './device-stream/find-supported.js';
import { StreamDevices } from './device-stream/stream-devices.js';
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
import { AssignDevice } from './ports/assign-device.js';
import { AssignmentsController } from './ports/assignments.controller.js';
import { ChangeDevice } from './ports/change-device.js';
import { CustomersOf } from './ports/customers-of.js';
import { FreeLine } from './ports/free-line.js';
import { LinesController } from './ports/lines.controller.js';
import { ListAvailable } from './ports/list-available.js';
import { TakeLine } from './ports/take-line.js';
import { FindDeviceUses } from './references/find-device-uses.js';
import { OnTenantChanged } from './tenants/on-tenant-changed.js';

@Module({
  controllers: [AccessController, LinesController, AssignmentsController, DevicesController, ModelsController, OnRowsSent, OnTenantChanged],
  providers: [
    ApplyChunk,
    AssignDevice,
    ChangeDevice,
    CustomersOf,
    FreeLine,
    ListAvailable,
    TakeLine,
    DeviceHistory,
    DeviceListQueries,
    DevicesSection,
    Explain,
    FindDeviceUses,
    FindSupported,
    GetDevice,
    KeepVersions,
    ListDevices,
    ListModels,
    Owners,
    JudgeChunk,
    ResolveReferences,
    ShipModels,
    StreamDevices,
  ],
})
export class InventoryModule {}
