import type { PoolClient } from 'pg';
import type { LogRecord } from '../event-log.js';
import { packRecords } from '../record-codec.js';
import { readBatches, type StoredBatch } from './read-batches.js';

/** Keys remembered at a time: what has more is compacted in several passes, as Kafka does it. About 10 MB. */
const KEYS_A_PASS = 50_000;
const BATCHES_A_READ = 1_000;

export interface Compaction {
  readonly topic: string;
  readonly partition: number;
  /** Batches appended before are compacted. */
  readonly before: Date;
  /** Tombstones appended before go: for as long as `before` says and once more as long, readers could learn of the deletion. */
  readonly tombstonesBefore: Date;
}

/** Of the records that are old enough, keeps the last of each key; younger ones are all kept, and do not count. */
export async function compactPartition(client: PoolClient, compaction: Compaction): Promise<void> {
  while (await pass(client, compaction));
}

/** Notes the last offset of each key in the part that is not compacted yet, then goes through all from the start to there. True if there may be more to do. */
async function pass(client: PoolClient, compaction: Compaction): Promise<boolean> {
  const { topic, partition, tombstonesBefore } = compaction;
  const { rows } = await client.query<{ from: string; oldest: Date | null }>(
    'select compacted_to as "from", oldest_tombstone as oldest from partitions where topic = $1 and partition = $2',
    [topic, partition],
  );
  const from = BigInt(rows[0]?.from ?? 0);
  const oldest = rows[0]?.oldest ?? undefined;
  const { last, end } = await lastOffsets(client, compaction, from);
  if (end === from && !(oldest && oldest < tombstonesBefore)) return false;
  const tombstone = await keepLast(client, compaction, { last, end });
  await client.query('update partitions set compacted_to = $3, oldest_tombstone = $4 where topic = $1 and partition = $2', [
    topic,
    partition,
    end,
    tombstone ?? null,
  ]);
  return last.size >= KEYS_A_PASS;
}

interface Pass {
  readonly last: ReadonlyMap<string, bigint>;
  /** The offset at which this pass ends. */
  readonly end: bigint;
}

async function lastOffsets(client: PoolClient, compaction: Compaction, from: bigint): Promise<Pass> {
  const last = new Map<string, bigint>();
  let end = from;
  for await (const batch of oldBatches(client, compaction, from)) {
    for (const { key, offset } of batch.records) last.set(key, offset);
    end = batch.last + 1n;
    if (last.size >= KEYS_A_PASS) break;
  }
  return { last, end };
}

/** From the start on, so that a tombstone goes after what it deletes. Returns the time of the oldest tombstone that stays. */
async function keepLast(client: PoolClient, compaction: Compaction, { last, end }: Pass): Promise<Date | undefined> {
  let oldest: Date | undefined;
  for await (const batch of oldBatches(client, compaction, 0n)) {
    if (batch.last >= end) break;
    const kept = batch.records.filter(({ key, offset }) => offset >= (last.get(key) ?? offset));
    const tombstonesGo = batch.appendedAt < compaction.tombstonesBefore;
    const stay = tombstonesGo ? kept.filter(({ value }) => value !== null) : kept;
    if (!tombstonesGo && stay.some(({ value }) => value === null) && (!oldest || batch.appendedAt < oldest)) oldest = batch.appendedAt;
    if (stay.length < batch.records.length) await rewrite(client, compaction, batch, stay);
  }
  return oldest;
}

async function* oldBatches(client: PoolClient, { topic, partition, before }: Compaction, start: bigint): AsyncIterable<StoredBatch> {
  const query = async <Row extends object>(sql: string, params: readonly unknown[]): Promise<Row[]> => (await client.query<Row>(sql, [...params])).rows;
  for (let from = start; ;) {
    const batches = await readBatches(query, { topic, partition, from, limit: BATCHES_A_READ });
    for (const batch of batches) {
      if (batch.appendedAt >= before) return;
      yield batch;
    }
    const end = batches.at(-1);
    if (!end) return;
    from = end.last + 1n;
  }
}

/** In one statement: a reader sees the batch as it was or as it is now. A batch ends with a record that is there (read-batches.ts relies on it). */
async function rewrite(client: PoolClient, { topic, partition }: Compaction, batch: StoredBatch, stay: readonly LogRecord[]): Promise<void> {
  const place = [topic, partition, batch.last];
  const final = stay.at(-1);
  if (!final) {
    await client.query('delete from batches where topic = $1 and partition = $2 and last_offset = $3', place);
    return;
  }
  await client.query('update batches set records = $4, count = $5, offsets = $6, last_offset = $7 where topic = $1 and partition = $2 and last_offset = $3', [
    ...place,
    Buffer.from(packRecords(stay)),
    stay.length,
    stay.map(({ offset }) => offset.toString()),
    final.offset,
  ]);
}
