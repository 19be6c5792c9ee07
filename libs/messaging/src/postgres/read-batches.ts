import type { LogRecord } from '../event-log.js';
import { unpackRecords } from '../record-codec.js';

/** Runs SQL on a pool or a session. */
export type Query = <Row extends object>(sql: string, params: readonly unknown[]) => Promise<Row[]>;

/** Where to read. */
export interface Span {
  readonly topic: string;
  readonly partition: number;
  /** The first offset that is wanted. */
  readonly from: bigint;
  /** Records at most. */
  readonly limit: number;
}

export interface StoredBatch {
  readonly last: bigint;
  readonly appendedAt: Date;
  readonly records: readonly LogRecord[];
}

export const BYTES_A_READ = 4 * 1_048_576;

/** Records of a partition from an offset on, in order, 4 MiB at most except for a single larger one; empty at the end. */
export async function readRecords(query: Query, span: Span): Promise<LogRecord[]> {
  const batches = await readBatches(query, span);
  const records = batches.flatMap(({ records: all }) => all.filter(({ offset }) => offset >= span.from));
  return records.slice(0, span.limit);
}

/** Whole batches, in order, of which the first holds or follows the offset; those that hold the first `limit` records or the first 4 MiB. */
export async function readBatches(query: Query, { topic, partition, from, limit }: Span): Promise<StoredBatch[]> {
  // A batch ends with a record that is there, compaction or not: each row found has at least one record that is wanted.
  const rows = await query<BatchRow>(
    `select base_offset, last_offset, offsets, appended_at, records from (
       select *, sum(least(count, last_offset - $3 + 1)) over preceding_ones as records_before, sum(octet_length(records)) over preceding_ones as bytes_before
       from (select * from batches where topic = $1 and partition = $2 and last_offset >= $3 order by last_offset limit $4) as first_ones
       window preceding_ones as (order by last_offset rows between unbounded preceding and 1 preceding)) as counted
     where coalesce(records_before, 0) < $4 and coalesce(bytes_before, 0) < ${BYTES_A_READ} order by last_offset`,
    [topic, partition, from, limit],
  );
  return rows.map((row) => ({ last: BigInt(row.last_offset), appendedAt: row.appended_at, records: unpack(row, partition) }));
}

interface BatchRow {
  readonly base_offset: string;
  readonly last_offset: string;
  readonly offsets: readonly string[] | null;
  readonly appended_at: Date;
  readonly records: Uint8Array;
}

function unpack({ base_offset, offsets, appended_at, records }: BatchRow, partition: number): LogRecord[] {
  const base = BigInt(base_offset);
  return unpackRecords(records).map(({ topic, key, value, headers }, index) => ({
    topic,
    key,
    value,
    headers,
    partition,
    offset: offsets ? BigInt(offsets[index] ?? 0) : base + BigInt(index),
    timestamp: appended_at,
  }));
}
