import { nameKey } from '@ringfleet/kernel';

export interface NewSite {
  readonly id: string;
  readonly name: string;
  readonly customerId: string;
  /** The customer's; null for a direct one. */
  readonly resellerId: string | null;
  /** Empty: every model may be placed there (DIR-07). */
  readonly approvedModelIds: readonly string[];
}

/** A place of a customer (DIR-01). */
export class Site {
  readonly id: string;
  readonly customerId: string;
  readonly resellerId: string | null;
  readonly name: string;
  readonly nameKey: string;
  readonly approvedModelIds: readonly string[];
  readonly version = 1;
  readonly createdAt: Date;
  readonly updatedAt: Date;

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
}
