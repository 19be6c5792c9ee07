import type { PoolClient } from 'pg';
import type { LogRecord } from '../event-log.js';
import { packRecords } from '../record-codec.js';
import { readBatches, type StoredBatch } from './read-batches.js';

/** Keys remembered at a time: what has more is compacted in several passes, as Kafka does it. About 10 MB. */
const KEYS_A_PASS = 50_000;
const RECORDS_A_READ = 5_000;

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
  for await (const batches of oldBatches(client, compaction, from)) {
    for (const batch of batches) {
      for (const { key, offset } of batch.records) last.set(key, offset);
      end = batch.last + 1n;
    }
    if (last.size >= KEYS_A_PASS) break;
  }
  return { last, end };
}

/** From the start on, so that a tombstone goes after what it deletes. Returns the time of the oldest tombstone that stays. */
async function keepLast(client: PoolClient, compaction: Compaction, { last, end }: Pass): Promise<Date | undefined> {
  let oldest: Date | undefined;
  for await (const batches of oldBatches(client, compaction, 0n)) {
    await client.query('begin'); // one flush to the disk for all of them; after an error the connection is closed (sweep.ts)
    for (const batch of batches.filter((each) => each.last < end)) {
      const tombstonesGo = batch.appendedAt < compaction.tombstonesBefore;
      const stay = batch.records.filter(({ key, offset, value }) => offset >= (last.get(key) ?? offset) && !(tombstonesGo && value === null));
      if (stay.some(({ value }) => value === null) && (!oldest || batch.appendedAt < oldest)) oldest = batch.appendedAt;
      if (stay.length < batch.records.length) await rewrite(client, compaction, batch, stay);
    }
    await client.query('commit');
    if ((batches.at(-1)?.last ?? end) >= end - 1n) break;
  }
  return oldest;
}

/** Old batches from an offset on, a few megabytes at a time. */
async function* oldBatches(client: PoolClient, { topic, partition, before }: Compaction, start: bigint): AsyncIterable<StoredBatch[]> {
  const query = async <Row extends object>(sql: string, params: readonly unknown[]): Promise<Row[]> => (await client.query<Row>(sql, [...params])).rows;
  for (let from = start; ;) {
    const batches = await readBatches(query, { topic, partition, from, limit: RECORDS_A_READ });
    const young = batches.findIndex(({ appendedAt }) => appendedAt >= before);
    const old = young === -1 ? batches : batches.slice(0, young);
    if (old.length > 0) yield old;
    const final = batches.at(-1);
    if (!final || young !== -1) return;
    from = final.last + 1n;
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
