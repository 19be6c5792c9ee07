import { nameKey } from '@ringfleet/kernel';
import type { Closable } from '../records/closing.js';
import { differing } from '../records/differing.js';

/** What a customer may do with devices, from the least to the most (DIR-04). */
export const PROVISION_DEVICES = ['none', 'view', 'modify'] as const;
export type ProvisionDevices = (typeof PROVISION_DEVICES)[number];

/** Whether the first permission allows more than the second. */
export const exceeds = (one: ProvisionDevices, other: ProvisionDevices): boolean => PROVISION_DEVICES.indexOf(one) > PROVISION_DEVICES.indexOf(other);

export interface NewCustomer {
  readonly id: string;
  readonly name: string;
  /** null: a direct customer of the provider. */
  readonly resellerId: string | null;
  readonly provisionDevices: ProvisionDevices;
}

export interface CustomerChanges {
  readonly name?: string;
  readonly provisionDevices?: ProvisionDevices;
}

/** A customer of a reseller or of the provider (DIR-01). */
export class Customer implements Closable {
  readonly id: string;
  readonly resellerId: string | null;
  name: string;
  nameKey: string;
  provisionDevices: ProvisionDevices;
  version = 1;
  closingSince: Date | null = null;
  closingById: string | null = null;
  closingByName: string | null = null;
  readonly createdAt: Date;
  updatedAt: Date;

  constructor(values: NewCustomer, now: Date) {
    this.id = values.id;
    this.resellerId = values.resellerId;
    this.name = values.name;
    this.nameKey = nameKey(values.name);
    this.provisionDevices = values.provisionDevices;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** Returns the names of the fields that differ now; where none does, this is no change and the version stays. */
  change({ name, provisionDevices }: CustomerChanges, now: Date): string[] {
    const changes = differing<{ name: string | undefined; provisionDevices: ProvisionDevices | undefined }>(this, { name, provisionDevices });
    const fields = Object.keys(changes);
    if (fields.length === 0) return fields;
    Object.assign(this, changes, { version: this.version + 1, updatedAt: now });
    this.nameKey = nameKey(this.name);
    return fields;
  }
}
