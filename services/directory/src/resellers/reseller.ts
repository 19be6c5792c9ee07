import { nameKey } from '@ringfleet/kernel';

/** A reseller of the provider (DIR-01). */
export class Reseller {
  readonly nameKey: string;
  readonly version = 1;
  readonly updatedAt: Date;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly createdAt: Date,
  ) {
    this.nameKey = nameKey(name);
    this.updatedAt = createdAt;
  }
}
