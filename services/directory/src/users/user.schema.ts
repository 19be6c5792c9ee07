import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '@ringfleet/kernel';
import type { ProvisionDevices } from '../customers/customer.js';
import { User } from './user.js';

export const UserSchema = defineEntity({
  class: User,
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    nameKey: p.text(),
    role: p.text().$type<Role>(),
    resellerId: p.uuid().nullable(),
    customerId: p.uuid().nullable(),
    provisionDevices: p.text().$type<ProvisionDevices>(),
    email: p.text().nullable(),
    accountIds: p.array().columnType('uuid[]'),
    issuer: p.text().nullable(),
    claimsAt: p.datetime().nullable(),
    version: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
