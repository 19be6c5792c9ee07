import { nameKey } from '@ringfleet/kernel';
import type { Sealed } from '@ringfleet/secrets';
import type { Closable } from '../records/closing.js';
import { differing } from '../records/differing.js';

/** Only phone terminals sit on ports of devices (INV-08). */
export const ACCOUNT_KINDS = ['phone-terminal', 'queue', 'menu', 'fax', 'other'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export interface NewAccount {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  /** The customer's; null for a direct one. */
  readonly resellerId: string | null;
  readonly siteId: string | null;
  readonly extension: string | null;
  readonly displayName: string | null;
  readonly sipUsername: string;
  /** null where none was given. */
  readonly sipPassword: Sealed | null;
  readonly kind: AccountKind;
}

export type AccountChanges = Partial<Omit<NewAccount, 'id' | 'customerId' | 'resellerId'>>;

/** A phone line of a customer (DIR-01). Its number is its name. */
export class Account implements Closable {
  readonly id: string;
  number: string;
  nameKey: string;
  readonly customerId: string;
  readonly resellerId: string | null;
  siteId: string | null;
  extension: string | null;
  displayName: string | null;
  sipUsername: string;
  sipUsernameKey: string;
  sipPassword: Sealed | null;
  /** Grows with each change of the password; 0 where there never was one. */
  secretVersion: number;
  kind: AccountKind;
  version = 1;
  closingSince: Date | null = null;
  closingById: string | null = null;
  closingByName: string | null = null;
  readonly createdAt: Date;
  updatedAt: Date;

  constructor(values: NewAccount, now: Date) {
    this.id = values.id;
    this.number = values.number;
    this.nameKey = nameKey(values.number);
    this.customerId = values.customerId;
    this.resellerId = values.resellerId;
    this.siteId = values.siteId;
    this.extension = values.extension;
    this.displayName = values.displayName;
    this.sipUsername = values.sipUsername;
    this.sipUsernameKey = nameKey(values.sipUsername);
    this.sipPassword = values.sipPassword;
    this.secretVersion = values.sipPassword ? 1 : 0;
    this.kind = values.kind;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** Returns the names of the fields that differ now, a password given anew among them; where none does, this is no change and the version stays. */
  change(wanted: AccountChanges, now: Date): string[] {
    const changes = differing<AccountChanges>(this, wanted);
    const fields = Object.keys(changes);
    if (fields.length === 0) return fields;
    Object.assign(this, changes, { version: this.version + 1, updatedAt: now });
    if ('sipPassword' in changes) this.secretVersion += 1;
    this.nameKey = nameKey(this.number);
    this.sipUsernameKey = nameKey(this.sipUsername);
    return fields;
  }
}
