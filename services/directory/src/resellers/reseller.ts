import { nameKey } from '@ringfleet/kernel';
import type { Closable } from '../records/closing.js';
import { differing } from '../records/differing.js';

export interface ResellerChanges {
  readonly name?: string;
  /** Whether it has the line-states report (DIR-08). */
  readonly lineStatesReport?: boolean;
}

/** A reseller of the provider (DIR-01). */
export class Reseller implements Closable {
  name: string;
  nameKey: string;
  lineStatesReport = false;
  version = 1;
  closingSince: Date | null = null;
  closingById: string | null = null;
  closingByName: string | null = null;
  updatedAt: Date;

  constructor(
    readonly id: string,
    name: string,
    readonly createdAt: Date,
  ) {
    this.name = name;
    this.nameKey = nameKey(name);
    this.updatedAt = createdAt;
  }

  /** Returns the names of the fields that differ now; where none does, this is no change and the version stays. */
  change(wanted: ResellerChanges, now: Date): string[] {
    const changes = differing<ResellerChanges>(this, wanted);
    const fields = Object.keys(changes);
    if (fields.length === 0) return fields;
    Object.assign(this, changes, { version: this.version + 1, updatedAt: now });
    this.nameKey = nameKey(this.name);
    return fields;
  }
}
