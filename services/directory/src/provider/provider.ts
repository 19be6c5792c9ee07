import { differing } from '../records/differing.js';

export interface ProviderChanges {
  readonly name?: string;
  /** Whether it has the line-states report (DIR-08). */
  readonly lineStatesReport?: boolean;
}

/** The carrier itself; there is one (DIR-01). It begins at version 0, of which nothing is said. */
export class Provider {
  lineStatesReport = false;
  version = 0;
  updatedAt: Date;

  constructor(
    readonly id: string,
    public name: string,
    readonly createdAt: Date,
  ) {
    this.updatedAt = createdAt;
  }

  /** Returns the names of the fields that differ now; where none does, this is no change and the version stays. */
  change(wanted: ProviderChanges, now: Date): string[] {
    const changes = differing<ProviderChanges>(this, wanted);
    const fields = Object.keys(changes);
    if (fields.length > 0) Object.assign(this, changes, { version: this.version + 1, updatedAt: now });
    return fields;
  }
}
