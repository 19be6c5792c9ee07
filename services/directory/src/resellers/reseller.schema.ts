import { defineEntity, p } from '@mikro-orm/core';
import { Reseller } from './reseller.js';

export const ResellerSchema = defineEntity({
  class: Reseller,
  tableName: 'resellers',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    nameKey: p.text(),
    lineStatesReport: p.boolean(),
    version: p.integer(),
    closingSince: p.datetime().nullable(),
    closingById: p.text().nullable(),
    closingByName: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
