import type { OutgoingRecord } from './event-log.js';
import { packRecords } from './record-codec.js';

/** Runs SQL in the transaction of the caller. */
export type Execute = (sql: string, params: readonly unknown[]) => Promise<unknown>;

/** Channel on which a commit with records is told to the relay. */
export const OUTBOX_CHANNEL = 'outbox';

// Bound what the relay reads at a time.
const RECORDS_A_ROW = 2_000;
const BYTES_A_ROW = 1_048_576;

/** The outbox table, as statements of a service's migration. Why a row holds many records: deploy/docs/decisions/outbox.md. */
export const outboxMigration = (): string => `
create table outbox (
  id bigint generated always as identity primary key,
  records bytea not null,
  count integer not null,
  created_at timestamptz not null default now()
);
alter table outbox alter column records set storage external;`;

/**
 * Writes records into the outbox: they are sent if, and only if, the caller's transaction commits. Who writes a record of a key must have locked what it is
 * about in this transaction before (an update or delete does, an insert of a new key needs no lock): the order per key hangs on it.
 */
export async function writeOutbox(execute: Execute, records: readonly OutgoingRecord[]): Promise<void> {
  for (const { sql, params } of outboxStatements(records)) await execute(sql, params);
}

/** What `writeOutbox` executes, for transactions that are sent at one go. */
export const outboxStatements = (records: readonly OutgoingRecord[]): { readonly sql: string; readonly params: readonly unknown[] }[] =>
  Array.from(outboxRows(records), (row) => ({
    sql: `insert into outbox (records, count) values ($1, $2) returning pg_notify('${OUTBOX_CHANNEL}', '')`,
    params: [row.records, row.count],
  }));

/** The rows in which records lie in the outbox. */
export function* outboxRows(records: readonly OutgoingRecord[]): Generator<{ readonly records: Buffer; readonly count: number }> {
  for (const part of parts(records)) yield { records: Buffer.from(packRecords(part)), count: part.length };
}

function* parts(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let part: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.value?.length ?? 0;
    if (part.length > 0 && (part.length >= RECORDS_A_ROW || bytes + size > BYTES_A_ROW)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
