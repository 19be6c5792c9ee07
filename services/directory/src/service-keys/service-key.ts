import { nameKey, type Role } from '@ringfleet/kernel';
import type { Owner } from '../records/fitting-owner.js';

export interface NewServiceKey extends Owner {
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
  secretHash: string;
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

  /** From now on the new secret counts, and the old one no more. */
  rotate(secretHash: string, now: Date): void {
    this.secretHash = secretHash;
    this.version += 1;
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
