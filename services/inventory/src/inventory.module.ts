import { Module } from '@nestjs/common';
import { OncePerKey } from '@ringfleet/service-kit';
import { TenantsModule } from '@ringfleet/tenants';
import { AccessController } from './access/access.controller.js';
import { Explain } from './access/explain.js';
import { ApplyBatch } from './batches/apply-batch.js';
import { BatchLeases } from './batches/batch-leases.js';
import { BatchesController } from './batches/batches.controller.js';
import { CancelBatch } from './batches/cancel-batch.js';
import { JudgeBatch } from './batches/judge-batch.js';
import { ReadFailureList } from './batches/failure-list.js';
import { PreviewBatch } from './batches/preview-batch.js';
import { ReadBatches } from './batches/read-batches.js';
import { ReadChunks } from './batches/read-chunks.js';
import { RunBatches } from './batches/run-batches.js';
import { StartBatch } from './batches/start-batch.js';
import { CustomFieldsController } from './fields/custom-fields.controller.js';
import { DeleteField } from './fields/delete-field.js';
import { ListFields } from './fields/list-fields.js';
import { SaveField } from './fields/save-field.js';
import { DeviceListQueries } from './device-stream/device-list-queries.js';
import { FindFieldColumns } from './device-stream/find-field-columns.js';
import { FindSupported } from './device-stream/find-supported.js';
import { StreamDevices } from './device-stream/stream-devices.js';
import { CheckChange } from './devices/check-change.js';
import { CheckNewDevice } from './devices/check-new-device.js';
import { CreateDevice } from './devices/create-device.js';
import { DeleteDevice } from './devices/delete-device.js';
import { DeviceChecksController } from './devices/device-checks.controller.js';
import { DeviceChangesController } from './devices/device-changes.controller.js';
import { DeviceHistory } from './devices/device-history.js';
import { DevicesController } from './devices/devices.controller.js';
import { GetDevice } from './devices/get-device.js';
import { KeepVersions } from './devices/keep-versions.js';
import { ListDevices } from './devices/list-devices.js';
import { UpdateDevice } from './devices/update-device.js';
import { WriteRequest } from './devices/write-request.js';
import { ApplyChunk } from './imports/apply-chunk.js';
import { JudgeChunk } from './imports/judge-chunk.js';
import { OnRowsSent } from './imports/on-rows-sent.js';
import { Owners } from './imports/owners.js';
import { ResolveReferences } from './imports/resolve-references.js';

import { DeleteModel } from './models/delete-model.js';
import { FindModels } from './models/find-models.js';
import { ListModels } from './models/list-models.js';
import { ModelsController } from './models/models.controller.js';
import { SaveModel } from './models/save-model.js';
import { ShipModels } from './models/ship-models.js';
import { AssignDevice } from './ports/assign-device.js';
import { AssignmentsController } from './ports/assignments.controller.js';
import { ChangeDevice } from './ports/change-device.js';
import { FreeLine } from './ports/free-line.js';
import { LinesController } from './ports/lines.controller.js';
import { ListAvailable } from './ports/list-available.js';
import { TakeLine } from './ports/take-line.js';
import { DeviceReferences } from './references/device-references.js';
import { FindDeviceUses } from './references/find-device-uses.js';
import { ReferencesController } from './references/references.controller.js';
import { KeepCounts } from './reports/keep-counts.js';
import { ReadDeviceReport } from './reports/read-device-report.js';
import { ReadSiteInventory } from './reports/read-site-inventory.js';
import { ReportsController } from './reports/reports.controller.js';
import { OnRegistrationChanged } from './statuses/on-registration-changed.js';
import { OnOthersChanged } from './tenants/on-others-changed.js';

@Module({
  imports: [TenantsModule],
  exports: [TenantsModule],
  controllers: [
    AccessController,
    BatchesController,
    CustomFieldsController,
    LinesController,
    AssignmentsController,
    DeviceChangesController,
    DeviceChecksController,
    ReferencesController,
    DevicesController,
    ModelsController,
    ReportsController,
    OnRowsSent,
    OnOthersChanged,
    OnRegistrationChanged,
  ],
  providers: [
    ApplyBatch,
    BatchLeases,
    CancelBatch,
    JudgeBatch,
    PreviewBatch,
    ReadBatches,
    ReadChunks,
    ReadFailureList,
    RunBatches,
    StartBatch,
    ApplyChunk,
    AssignDevice,
    ChangeDevice,
    CheckChange,
    CheckNewDevice,
    DeleteField,
    ListFields,
    SaveField,
    CreateDevice,
    DeleteDevice,
    DeleteModel,
    DeviceReferences,
    FreeLine,
    ListAvailable,
    TakeLine,
    DeviceHistory,
    DeviceListQueries,
    Explain,
    FindDeviceUses,
    FindModels,
    FindFieldColumns,
    FindSupported,
    GetDevice,
    KeepCounts,
    KeepVersions,
    ListDevices,
    ListModels,
    OncePerKey,
    Owners,
    ReadDeviceReport,
    ReadSiteInventory,
    JudgeChunk,
    ResolveReferences,
    SaveModel,
    ShipModels,
    StreamDevices,
    UpdateDevice,
    WriteRequest,
  ],
})
export class InventoryModule {}
