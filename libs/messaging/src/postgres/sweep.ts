import type { Pool } from 'pg';
import type { LogRecord } from '../event-log.js';
import { packRecords } from '../record-codec.js';
import { unpackBatch } from './read-batches.js';

/** Keys held in memory at a time; what has more is compacted in several passes. */
const KEYS_A_PASS = 200_000;

interface Partition {
  readonly topic: string;
  readonly partition: number;
  /** What was appended before is old enough. */
  readonly before: Date;
}

/** Removes what has had its time: records of job topics, and of state topics those that a later record of their key has replaced. */
export async function sweepLog(pool: Pool, now: Date): Promise<void> {
  const { rows } = await pool.query<{ topic: string; partition: number; kind: string; retention_ms: string }>(
    'select p.topic, p.partition, t.kind, t.retention_ms from partitions p join topics t on t.name = p.topic order by 1, 2',
  );
  for (const { topic, partition, kind, retention_ms } of rows) {
    const retention = Number(retention_ms);
    const place = { topic, partition, before: new Date(now.getTime() - retention) };
    if (kind === 'job') await pool.query('delete from batches where topic = $1 and partition = $2 and appended_at < $3', [topic, partition, place.before]);
    else while (await compactSome(pool, place, new Date(now.getTime() - 2 * retention)));
  }
}

/** One pass: the newest place of each key in the part not yet compacted, then every batch up to there without what is older. True if there is more to do. */
async function compactSome(pool: Pool, place: Partition, tombstonesBefore: Date): Promise<boolean> {
  const { topic, partition } = place;
  const { rows } = await pool.query<{ from: string }>('select compacted_to as from from partitions where topic = $1 and partition = $2', [topic, partition]);
  const from = BigInt(rows[0]?.from ?? 0);
  const newest = new Map<string, bigint>();
  let end = from;
  for await (const { records, last } of oldBatches(pool, place, from)) {
    for (const { key, offset } of records) newest.set(key, offset);
    end = last + 1n;
    if (newest.size >= KEYS_A_PASS) break;
  }
  if (end === from) return false;
  for await (const { base, records, last } of oldBatches(pool, place, 0n)) {
    if (last >= end) break;
    const kept = records.filter(({ key, offset, value, timestamp }) => offset >= (newest.get(key) ?? offset) && !(value === null && timestamp < tombstonesBefore));
    if (kept.length < records.length) await rewrite(pool, { ...place, base }, kept);
  }
  await pool.query('update partitions set compacted_to = $3 where topic = $1 and partition = $2', [topic, partition, end]);
  return newest.size >= KEYS_A_PASS;
}

interface OldBatch {
  readonly base: bigint;
  readonly last: bigint;
  readonly records: readonly LogRecord[];
}

async function* oldBatches(pool: Pool, { topic, partition, before }: Partition, from: bigint): AsyncIterable<OldBatch> {
  for (let next = from; ; ) {
    const { rows } = await pool.query<{ base_offset: string; last_offset: string; records: Uint8Array; offsets: string[] | null; appended_at: Date }>(
      'select * from batches where topic = $1 and partition = $2 and last_offset >= $3 and appended_at < $4 order by base_offset limit 16',
      [topic, partition, next, before],
    );
    for (const row of rows) yield { base: BigInt(row.base_offset), last: BigInt(row.last_offset), records: unpackBatch(row, partition) };
    const end = rows.at(-1);
    if (!end) return;
    next = BigInt(end.last_offset) + 1n;
  }
}

/** Readers see the batch as it was or as it is now; offsets stay what they were. */
async function rewrite(pool: Pool, { topic, partition, base }: Partition & { readonly base: bigint }, kept: readonly LogRecord[]): Promise<void> {
  const key = [topic, partition, base];
  if (kept.length === 0) {
    await pool.query('delete from batches where topic = $1 and partition = $2 and base_offset = $3', key);
    return;
  }
  const offsets = kept.map(({ offset }) => offset.toString());
  await pool.query('update batches set records = $4, offsets = $5 where topic = $1 and partition = $2 and base_offset = $3', [...key, Buffer.from(packRecords(kept)), offsets]);
}
