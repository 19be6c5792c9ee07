import { nameKey } from '@ringfleet/kernel';
import type { Closable } from '../records/closing.js';
import { differing } from '../records/differing.js';

export interface NewSite {
  readonly id: string;
  readonly name: string;
  readonly customerId: string;
  /** The customer's; null for a direct one. */
  readonly resellerId: string | null;
  /** Empty: every model may be placed there (DIR-07). */
  readonly approvedModelIds: readonly string[];
}

export interface SiteChanges {
  readonly name?: string;
  readonly approvedModelIds?: readonly string[];
}

/** A place of a customer (DIR-01). */
export class Site implements Closable {
  readonly id: string;
  readonly customerId: string;
  readonly resellerId: string | null;
  name: string;
  nameKey: string;
  approvedModelIds: readonly string[];
  version = 1;
  closingSince: Date | null = null;
  closingById: string | null = null;
  closingByName: string | null = null;
  readonly createdAt: Date;
  updatedAt: Date;

  constructor(values: NewSite, now: Date) {
    this.id = values.id;
    this.customerId = values.customerId;
    this.resellerId = values.resellerId;
    this.name = values.name;
    this.nameKey = nameKey(values.name);
    this.approvedModelIds = [...new Set(values.approvedModelIds)];
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** Returns the names of the fields that differ now; where none does, this is no change and the version stays. */
  change({ approvedModelIds, ...wanted }: SiteChanges, now: Date): string[] {
    const changes = differing<SiteChanges>(this, { ...wanted, ...(approvedModelIds && { approvedModelIds: [...new Set(approvedModelIds)] }) });
    const fields = Object.keys(changes);
    if (fields.length === 0) return fields;
    Object.assign(this, changes, { version: this.version + 1, updatedAt: now });
    this.nameKey = nameKey(this.name);
    return fields;
  }
}
