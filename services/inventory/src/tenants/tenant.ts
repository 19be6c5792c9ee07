import type { Permission } from '@ringfleet/kernel';

/** What inventory knows of the tenant tree, from directory's events (design.md §1). */
export interface Reseller {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
}

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  /** null for a direct customer of the provider. */
  readonly resellerId: string | null;
  readonly permission: Permission;
}

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  readonly customerId: string;
  /** Empty: every model may be placed there (DIR-07). */
  readonly approvedModelIds: readonly string[];
}

/** What inventory knows of a CPE profile, from the profiles service's events. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  /** null: the provider's. */
  readonly ownerResellerId: string | null;
  readonly shared: boolean;
  readonly modelIds: readonly string[];
}
