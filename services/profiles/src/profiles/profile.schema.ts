import { defineEntity, p } from '@mikro-orm/core';
import { Profile, type TakenBack } from './profile.js';

export const ProfileSchema = defineEntity({
  class: Profile,
  tableName: 'profiles',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    nameKey: p.text(),
    ownerResellerId: p.uuid().nullable(),
    shared: p.boolean(),
    modelIds: p.array().columnType('uuid[]'),
    parentId: p.uuid().nullable(),
    publishedNumber: p.integer().nullable(),
    lastNumber: p.integer(),
    version: p.integer(),
    closingSince: p.datetime().nullable(),
    closingById: p.text().nullable(),
    closingByName: p.text().nullable(),
    takenBack: p.json<TakenBack>().nullable(),
    takenBackSince: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
