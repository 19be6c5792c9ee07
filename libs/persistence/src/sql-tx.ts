import { type OutgoingRecord, writeOutbox } from '@ringfleet/messaging';

/** One open transaction, whose scope is set. Writes happen in one, never outside, and so does what is read but for `stream` and `readAsSystem`. */
export interface SqlTx {
  /** Runs SQL with $1 … parameters; arrays are bound as arrays. Returns the rows. */
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** Adds records to the outbox: they are sent if, and only if, this transaction commits. */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
}

/** @param query runs SQL in the transaction */
export const sqlTx = (query: SqlTx['query']): SqlTx => ({ query, publish: (records) => writeOutbox(query, records) });
