import { nameKey, type Role } from '@ringfleet/kernel';
import type { ProvisionDevices } from '../customers/customer.js';
import { differing } from '../records/differing.js';

export interface NewUser {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Of a customer's user that customer's. */
  readonly resellerId: string | null;
  readonly customerId: string | null;
  /** Of a customer's user, never more than the customer has (DIR-04); who is not a customer's is not asked. */
  readonly provisionDevices?: ProvisionDevices;
  readonly email?: string | null;
  /** The accounts that a customer-user is tied to (DIR-02a). */
  readonly accountIds?: readonly string[];
  /** The other OpenID Connect provider that it signs in at. */
  readonly issuer?: string | null;
  readonly claimsAt?: Date | null;
}

export type UserChanges = Partial<Pick<User, 'name' | 'role' | 'provisionDevices' | 'email' | 'accountIds'>>;

/** What another issuer says of who signs in there. */
export type UserClaims = Pick<User, 'name' | 'role' | 'resellerId' | 'customerId'>;

/** A person who logs in (DIR-02); with what, is sign-in's. */
export class User {
  readonly id: string;
  name: string;
  nameKey: string;
  role: Role;
  resellerId: string | null;
  customerId: string | null;
  provisionDevices: ProvisionDevices;
  email: string | null;
  accountIds: readonly string[];
  /** The other OpenID Connect provider that it signs in at, and whose word counts for name, role and tenant; null: it signs in here. */
  readonly issuer: string | null;
  /** When the token was made whose word name, role and tenant are; an older one's does not count any more. */
  claimsAt: Date | null;
  version = 1;
  readonly createdAt: Date;
  updatedAt: Date;

  constructor(values: NewUser, now: Date) {
    this.id = values.id;
    this.name = values.name;
    this.nameKey = nameKey(values.name);
    this.role = values.role;
    this.resellerId = values.resellerId;
    this.customerId = values.customerId;
    this.provisionDevices = values.provisionDevices ?? 'none';
    this.email = values.email ?? null;
    this.accountIds = values.accountIds ?? [];
    this.issuer = values.issuer ?? null;
    this.claimsAt = values.claimsAt ?? null;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** Returns the names of the fields that differ now; where none does, this is no change and the version stays. */
  change(wanted: UserChanges & Partial<UserClaims>, now: Date): string[] {
    const changes = differing(this, wanted);
    const fields = Object.keys(changes);
    if (fields.length === 0) return fields;
    Object.assign(this, changes, { version: this.version + 1, updatedAt: now });
    this.nameKey = nameKey(this.name);
    return fields;
  }

  /** As its issuer says now. What was given to it here ends with the customer it was given for, and the accounts with the role. */
  follow(claims: UserClaims, claimsAt: Date, now: Date): string[] {
    const moves = claims.customerId !== this.customerId;
    const without: UserChanges = { ...(moves && { provisionDevices: 'none' }), ...((moves || claims.role !== 'customer-user') && { accountIds: [] }) };
    const fields = this.change({ ...claims, ...without }, now);
    if (fields.length > 0) this.claimsAt = claimsAt;
    return fields;
  }
}
