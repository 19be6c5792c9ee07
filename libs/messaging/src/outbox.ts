import type { OutgoingRecord } from './event-log.js';
import { packRecords } from './record-codec.js';

/** Runs SQL in the transaction of the caller. */
export type Execute = (sql: string, params: readonly unknown[]) => Promise<unknown>;

const RECORDS_PER_ROW = 1_000;
const BYTES_PER_ROW = 1_048_576;

/** The outbox table, as a statement of a service's migration. A row holds all records of one write, packed. */
export const outboxMigration = (): string => `
create table outbox (
  id bigint generated always as identity primary key,
  records bytea not null,
  count integer not null,
  created_at timestamptz not null default now()
);`;

/** Writes records into the outbox: they are sent if, and only if, the caller's transaction commits. */
export async function writeOutbox(execute: Execute, records: readonly OutgoingRecord[]): Promise<void> {
  for (const { records: packed, count } of outboxRows(records)) await execute('insert into outbox (records, count) values ($1, $2)', [packed, count]);
  if (records.length > 0) await execute(`select pg_notify('outbox', '')`, []);
}

/** The rows in which records lie in the outbox. */
export function* outboxRows(records: readonly OutgoingRecord[]): Generator<{ readonly records: Buffer; readonly count: number }> {
  for (const part of parts(records)) yield { records: Buffer.from(packRecords(part)), count: part.length };
}

function* parts(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let part: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.value?.length ?? 0;
    if (part.length > 0 && (part.length >= RECORDS_PER_ROW || bytes + size > BYTES_PER_ROW)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
