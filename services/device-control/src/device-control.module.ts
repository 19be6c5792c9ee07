import { Module } from '@nestjs/common';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { TenantsModule } from '@ringfleet/tenants';
import { FollowRegistrar } from './bindings/follow-registrar.js';
import { KeepBindings } from './bindings/keep-bindings.js';
import { OnOthersChanged } from './copies/on-others-changed.js';
import { type Registrar, REGISTRAR } from './registrar/registrar.js';
import { registrarOf } from './registrar/registrar-settings.js';
import { GetStatus } from './statuses/get-status.js';
import { RefreshStatuses } from './statuses/refresh-statuses.js';
import { StatusController } from './statuses/status.controller.js';
import { SweepStatuses } from './statuses/sweep-statuses.js';

@Module({
  imports: [TenantsModule],
  controllers: [StatusController, OnOthersChanged],
  providers: [
    { provide: REGISTRAR, inject: [PORTS], useFactory: (ports: Ports): Registrar | null => registrarOf(ports) },
    FollowRegistrar,
    GetStatus,
    KeepBindings,
    RefreshStatuses,
    SweepStatuses,
  ],
})
export class DeviceControlModule {}
