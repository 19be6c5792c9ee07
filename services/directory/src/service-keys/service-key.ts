import { nameKey, Refused, type Role, type Scope } from '@ringfleet/kernel';

/** Whose records a key acts for: the provider's, a reseller's, or a customer's (with that customer's reseller, if it has one). */
export interface KeyOwner {
  readonly resellerId: string | null;
  readonly customerId: string | null;
}

export interface NewServiceKey extends KeyOwner {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly secretHash: string;
}

/** The key of another system (DIR-02): its id is the client id, its secret is kept as a hash alone. */
export class ServiceKey {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  readonly role: Role;
  readonly resellerId: string | null;
  readonly customerId: string | null;
  readonly secretHash: string;
  revokedAt: Date | null = null;
  version = 1;
  readonly createdAt: Date;
  updatedAt: Date;

  constructor(values: NewServiceKey, now: Date) {
    this.id = values.id;
    this.name = values.name;
    this.nameKey = nameKey(values.name);
    this.role = values.role;
    this.resellerId = values.resellerId;
    this.customerId = values.customerId;
    this.secretHash = values.secretHash;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** From now on it gives no token; those it gave run out within the hour. */
  revoke(now: Date): void {
    if (this.revokedAt) return;
    this.revokedAt = now;
    this.version += 1;
    this.updatedAt = now;
  }
}

const PROVIDER_ROLES: readonly Role[] = ['administrator', 'operator'];

/** A role says whom a key may belong to, and nobody makes a key that may do more than its maker. Throws `Refused` 422 or 403. */
export function requireFittingOwner(maker: Scope, role: Role, { resellerId, customerId }: KeyOwner): void {
  if (maker.kind === 'reseller' && PROVIDER_ROLES.includes(role)) throw new Refused(403, 'not_permitted', `A reseller makes no key of the role ${role}.`);
  if (PROVIDER_ROLES.includes(role) && (resellerId || customerId))
    throw misfit(resellerId ? 'resellerId' : 'customerId', `A key of the role ${role} is the provider's.`);
  if (role === 'reseller-admin' && customerId) throw misfit('customerId', 'A key of the role reseller-admin is for a whole reseller.');
  if (role === 'reseller-admin' && !resellerId) throw misfit('resellerId', 'Say which reseller the key is for.', 'missing_value');
  if (role.startsWith('customer-') && !customerId) throw misfit('customerId', 'Say which customer the key is for.', 'missing_value');
}

const misfit = (field: string, message: string, code = 'role_does_not_fit'): Refused => new Refused(422, code, message, { errors: [{ code, field, message }] });
