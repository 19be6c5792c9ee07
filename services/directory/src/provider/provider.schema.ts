import { defineEntity, p } from '@mikro-orm/core';
import { Provider } from './provider.js';

export const ProviderSchema = defineEntity({
  class: Provider,
  tableName: 'provider',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    lineStatesReport: p.boolean(),
    version: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
