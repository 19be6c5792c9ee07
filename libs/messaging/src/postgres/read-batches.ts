import type { Pool } from 'pg';
import type { LogRecord } from '../event-log.js';
import { unpackRecords } from '../record-codec.js';

export interface BatchRow {
  readonly base_offset: string;
  readonly records: Uint8Array;
  readonly offsets: readonly string[] | null;
  readonly appended_at: Date;
}

const BATCHES_A_READ = 32;
const MAX_BYTES = 4 * 1_048_576;

/** Records of a partition from an offset on, in order; empty at the end. At most `limit`, but at least one batch's rest up to it. */
export async function readPartition(pool: Pool, place: { readonly topic: string; readonly partition: number; readonly from: bigint; readonly limit: number }): Promise<LogRecord[]> {
  const { topic, partition, from, limit } = place;
  const { rows } = await pool.query<BatchRow>(
    `select base_offset, records, offsets, appended_at from (
       select *, sum(length(records)) over (order by base_offset) - length(records) as bytes_before from (
         select * from batches where topic = $1 and partition = $2 and last_offset >= $3 order by base_offset limit ${BATCHES_A_READ}) next) bounded
     where bytes_before < ${MAX_BYTES} order by base_offset`,
    [topic, partition, from],
  );
  const records: LogRecord[] = [];
  for (const row of rows) {
    for (const record of unpackBatch(row, partition)) {
      if (record.offset < from) continue;
      records.push(record);
      if (records.length >= limit) return records;
    }
  }
  return records;
}

/** The records of a stored batch, each with its place in the log. */
export function unpackBatch(row: BatchRow, partition: number): LogRecord[] {
  const base = BigInt(row.base_offset);
  return unpackRecords(row.records).map((record, index) => ({
    ...record,
    partition,
    offset: row.offsets ? BigInt(row.offsets[index] ?? 0) : base + BigInt(index),
    timestamp: row.appended_at,
  }));
}
