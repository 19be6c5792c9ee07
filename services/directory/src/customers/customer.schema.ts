import { defineEntity, p } from '@mikro-orm/core';
import { Customer, type ProvisionDevices } from './customer.js';

export const CustomerSchema = defineEntity({
  class: Customer,
  tableName: 'customers',
  properties: {
    id: p.uuid().primary(),
    resellerId: p.uuid().nullable(),
    name: p.text(),
    nameKey: p.text(),
    provisionDevices: p.text().$type<ProvisionDevices>(),
    version: p.integer(),
    closingSince: p.datetime().nullable(),
    closingById: p.text().nullable(),
    closingByName: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
