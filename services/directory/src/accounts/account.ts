import { nameKey } from '@ringfleet/kernel';
import type { Sealed } from '@ringfleet/secrets';

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

/** A phone line of a customer (DIR-01). Its number is its name. */
export class Account {
  readonly id: string;
  readonly number: string;
  readonly nameKey: string;
  readonly customerId: string;
  readonly resellerId: string | null;
  readonly siteId: string | null;
  readonly extension: string | null;
  readonly displayName: string | null;
  readonly sipUsername: string;
  readonly sipUsernameKey: string;
  readonly sipPassword: Sealed | null;
  readonly kind: AccountKind;
  readonly version = 1;
  readonly createdAt: Date;
  readonly updatedAt: Date;

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
    this.kind = values.kind;
    this.createdAt = now;
    this.updatedAt = now;
  }
}
