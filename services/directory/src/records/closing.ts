/** A record that others may use, and that may be about to be deleted (design.md §1). */
export interface Closable {
  readonly id: string;
  /** The sequence of its events: beginning to close, and opening again, are states like any other. */
  version: number;
  /** null: it is open, and new uses of it are taken. */
  closingSince: Date | null;
  closingById: string | null;
  closingByName: string | null;
}

/** What a record begins with. */
export const OPEN = { closingSince: null, closingById: null, closingByName: null } as const;

/** From now on nothing new may refer to it. */
export function close(record: Closable, by: { readonly id: string; readonly name: string }, now: Date): void {
  Object.assign(record, { version: record.version + 1, closingSince: now, closingById: by.id, closingByName: by.name });
}

export function reopen(record: Closable): void {
  Object.assign(record, { ...OPEN, version: record.version + 1 });
}
