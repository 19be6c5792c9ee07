import { topics } from '@ringfleet/contracts';
import type { ServiceCard } from '@ringfleet/service-kit';
import { Notifications0001 } from './migrations/0001-notifications.js';
import { Notifications0002Tenants } from './migrations/0002-tenants.js';
import { NotificationsModule } from './notifications.module.js';

/** Owns the bell: what is told to whom, and whether it was read. */
export const notifications: ServiceCard = {
  name: 'notifications',
  module: NotificationsModule,
  entities: [],
  migrations: [
    { name: '0001-notifications', class: Notifications0001 },
    { name: '0002-tenants', class: Notifications0002Tenants },
  ],
  says: [],
  hears: [topics.tenants, topics.users, topics.imports, topics.exports, topics.batches, topics.operations],
  paths: ['/api/v1/notifications'],
};
