import { setTimeout as pause } from 'node:timers/promises';
import type { LogRecord, ReadOptions } from '../event-log.js';
import { type Query, readRecords } from './read-batches.js';

const FOLLOW_EVERY_MS = 250; // for people's eyes: no need to be told
const RECORDS_A_READ = 1_000;

/** All records of a topic, partition by partition; then, if it is to follow, those that come. */
export async function* readTopic(query: Query, topic: string, { from, follow, signal }: ReadOptions): AsyncIterable<LogRecord> {
  let ends = await endsOf(query, topic);
  const places = new Map([...ends].map(([partition, end]) => [partition, from === 'end' ? end : 0n]));
  for (;;) {
    for (const [partition, end] of ends) {
      for await (const record of readSpan(query, { topic, partition, from: places.get(partition) ?? 0n, end })) {
        if (signal?.aborted) return;
        yield record;
      }
      places.set(partition, end);
    }
    if (!follow) return;
    await pause(FOLLOW_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal?.aborted) return;
    ends = await endsOf(query, topic);
  }
}

async function* readSpan(
  query: Query,
  span: { readonly topic: string; readonly partition: number; readonly from: bigint; readonly end: bigint },
): AsyncIterable<LogRecord> {
  for (let from = span.from; from < span.end;) {
    const records = await readRecords(query, { ...span, from, limit: RECORDS_A_READ });
    for (const record of records) {
      if (record.offset >= span.end) return;
      yield record;
    }
    from = (records.at(-1)?.offset ?? span.end) + 1n;
  }
}

async function endsOf(query: Query, topic: string): Promise<Map<number, bigint>> {
  const rows = await query<{ partition: number; end: string }>('select partition, next_offset as "end" from partitions where topic = $1 order by partition', [
    topic,
  ]);
  return new Map(rows.map(({ partition, end }) => [partition, BigInt(end)]));
}
