import { topics } from '@ringfleet/contracts';
import type { ServiceCard } from '@ringfleet/service-kit';
import { DeviceControlModule } from './device-control.module.js';
import { DeviceControl0001 } from './migrations/0001-device-control.js';

/** Owns what is registered at the registrar: whether each phone is there. */
export const deviceControl: ServiceCard = {
  name: 'device-control',
  module: DeviceControlModule,
  entities: [],
  migrations: [{ name: '0001-device-control', class: DeviceControl0001 }],
  says: [topics.registrations],
  hears: [topics.tenants, topics.users, topics.accounts, topics.devices, topics.models],
  paths: ['/api/v1/devices/:id/status'],
};
