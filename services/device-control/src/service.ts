import { topics } from '@ringfleet/contracts';
import type { ServiceCard } from '@ringfleet/service-kit';
import { DeviceControlModule } from './device-control.module.js';
import { DeviceControl0001 } from './migrations/0001-device-control.js';
import { DeviceControl0002Operations } from './migrations/0002-operations.js';
import { DeviceControl0003LineStates } from './migrations/0003-line-states.js';
import { DeviceControl0004Fetches } from './migrations/0004-fetches.js';

/** Owns what is registered at the registrar: whether each phone is there, operations on phones, and the line-states report. */
export const deviceControl: ServiceCard = {
  name: 'device-control',
  module: DeviceControlModule,
  entities: [],
  migrations: [
    { name: '0001-device-control', class: DeviceControl0001 },
    { name: '0002-operations', class: DeviceControl0002Operations },
    { name: '0003-line-states', class: DeviceControl0003LineStates },
    { name: '0004-fetches', class: DeviceControl0004Fetches },
  ],
  says: [topics.registrations, topics.operations],
  hears: [topics.tenants, topics.users, topics.accounts, topics.devices, topics.models, topics.fetches],
  paths: [
    '/api/v1/devices/:id/status',
    '/api/v1/device-statuses',
    '/api/v1/devices/:id/restart',
    '/api/v1/devices/:id/resync',
    '/api/v1/operations',
    '/api/v1/reports/line-states',
    '/api/v1/reports/line-states.csv',
  ],
};
