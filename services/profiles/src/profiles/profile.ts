import { nameKey } from '@ringfleet/kernel';

export interface NewProfile {
  readonly id: string;
  readonly name: string;
  /** null: the provider's. */
  readonly ownerResellerId: string | null;
  /** A profile of the provider that resellers may use. */
  readonly shared: boolean;
  readonly modelIds: readonly string[];
}

/** A CPE profile (PRV-01). */
export class Profile {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  readonly ownerResellerId: string | null;
  readonly shared: boolean;
  readonly modelIds: readonly string[];
  readonly version = 1;
  readonly createdAt: Date;
  readonly updatedAt: Date;

  constructor(values: NewProfile, now: Date) {
    this.id = values.id;
    this.name = values.name;
    this.nameKey = nameKey(values.name);
    this.ownerResellerId = values.ownerResellerId;
    this.shared = values.shared;
    this.modelIds = [...new Set(values.modelIds)];
    this.createdAt = now;
    this.updatedAt = now;
  }
}
