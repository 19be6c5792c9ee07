import { defineEntity, p } from '@mikro-orm/core';
import { Site } from './site.js';

export const SiteSchema = defineEntity({
  class: Site,
  tableName: 'sites',
  properties: {
    id: p.uuid().primary(),
    customerId: p.uuid(),
    resellerId: p.uuid().nullable(),
    name: p.text(),
    nameKey: p.text(),
    approvedModelIds: p.array().columnType('uuid[]'),
    version: p.integer(),
    closingSince: p.datetime().nullable(),
    closingById: p.text().nullable(),
    closingByName: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
