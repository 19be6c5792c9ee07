import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '@ringfleet/kernel';
import { ServiceKey } from './service-key.js';

export const ServiceKeySchema = defineEntity({
  class: ServiceKey,
  tableName: 'service_keys',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    nameKey: p.text(),
    role: p.text().$type<Role>(),
    resellerId: p.uuid().nullable(),
    customerId: p.uuid().nullable(),
    secretHash: p.text(),
    revokedAt: p.datetime().nullable(),
    version: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
