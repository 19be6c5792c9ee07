import { Module } from '@nestjs/common';
import { liveStreams, OncePerKey, type Ports, PORTS } from '@ringfleet/service-kit';
import { TenantsModule } from '@ringfleet/tenants';
import { FollowRegistrar } from './bindings/follow-registrar.js';
import { KeepBindings } from './bindings/keep-bindings.js';
import { OnOthersChanged } from './copies/on-others-changed.js';
import { FindPlace } from './line-states/find-place.js';
import { LineStatesController } from './line-states/line-states.controller.js';
import { ListLineStates } from './line-states/list-line-states.js';
import { MakeReport } from './line-states/make-report.js';
import { ReportTurns } from './line-states/report-turns.js';
import { CancelOperation } from './operations/cancel-operation.js';
import { DeviceOperationsController } from './operations/device-operations.controller.js';
import { OnConfigurationFetched } from './operations/on-configuration-fetched.js';
import { OperationsController } from './operations/operations.controller.js';
import { ReadOperations } from './operations/read-operations.js';
import { RunOperations } from './operations/run-operations.js';
import { SettleOperations } from './operations/settle-operations.js';
import { StartOperation } from './operations/start-operation.js';
import { type Registrar, REGISTRAR } from './registrar/registrar.js';
import { registrarOf } from './registrar/registrar-settings.js';
import { FollowStatuses } from './statuses/follow-statuses.js';
import { GetStatus } from './statuses/get-status.js';
import { RefreshStatuses, STATUS_CHANGED } from './statuses/refresh-statuses.js';
import { StatusStreamController } from './statuses/status-stream.controller.js';
import { StatusController } from './statuses/status.controller.js';
import { SweepStatuses } from './statuses/sweep-statuses.js';

@Module({
  imports: [TenantsModule],
  exports: [TenantsModule],
  controllers: [
    StatusController,
    StatusStreamController,
    OperationsController,
    DeviceOperationsController,
    LineStatesController,
    OnConfigurationFetched,
    OnOthersChanged,
  ],
  providers: [
    ...liveStreams(STATUS_CHANGED),
    { provide: REGISTRAR, inject: [PORTS], useFactory: (ports: Ports): Registrar | null => registrarOf(ports) },
    CancelOperation,
    FindPlace,
    FollowRegistrar,
    FollowStatuses,
    GetStatus,
    KeepBindings,
    ListLineStates,
    MakeReport,
    OncePerKey,
    ReadOperations,
    RefreshStatuses,
    ReportTurns,
    RunOperations,
    SettleOperations,
    StartOperation,
    SweepStatuses,
  ],
})
export class DeviceControlModule {}
