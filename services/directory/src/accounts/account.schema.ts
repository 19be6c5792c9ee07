import { defineEntity, p, Type } from '@mikro-orm/core';
import { Sealed } from '@ringfleet/secrets';
import { Account, type AccountKind } from './account.js';

/** A sealed secret in a bytea column; in a record it stays sealed. */
class SealedType extends Type<Sealed | null, Uint8Array | null> {
  override convertToDatabaseValue(value: Sealed | null): Uint8Array | null {
    return value ? Buffer.from(value.stored()) : null;
  }

  override convertToJSValue(value: Uint8Array | null): Sealed | null {
    return value ? Sealed.fromStored(value) : null;
  }

  override getColumnType(): string {
    return 'bytea';
  }
}

export const AccountSchema = defineEntity({
  class: Account,
  tableName: 'accounts',
  properties: {
    id: p.uuid().primary(),
    number: p.text(),
    nameKey: p.text(),
    customerId: p.uuid(),
    resellerId: p.uuid().nullable(),
    siteId: p.uuid().nullable(),
    extension: p.text().nullable(),
    displayName: p.text().nullable(),
    sipUsername: p.text(),
    sipUsernameKey: p.text(),
    sipPassword: p.type(SealedType).nullable(),
    secretVersion: p.integer(),
    kind: p.text().$type<AccountKind>(),
    version: p.integer(),
    closingSince: p.datetime().nullable(),
    closingById: p.text().nullable(),
    closingByName: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
