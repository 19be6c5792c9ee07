import { Bell } from '@ringfleet/kernel';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EachBatchPayload } from 'kafkajs';
import { backOff } from '../back-off.js';
import type { LogRecord, ReadOptions } from '../event-log.js';
import type { KafkaClient } from './kafka-client.js';
import { toLogRecord } from './kafka-record.js';
import { asLogError } from './log-failure.js';
import { offsetsOf } from './offsets.js';

const HEARTBEAT_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 1_000;

/** What was fetched of a partition, and the offset after it. */
interface Fetched {
  readonly partition: number;
  readonly records: readonly LogRecord[];
  readonly next: bigint;
  /** To be called when the records have been taken. */
  readonly taken: () => void;
}

const TRIES = 8;

/** Reads as the only member of a group that commits nothing and is gone with its member. Goes on where it was if that one is lost; gives up after some seconds in vain. */
export async function* readTopic(client: KafkaClient, topic: string, options: ReadOptions): AsyncIterable<LogRecord> {
  const places = await Places.of(client, topic, options);
  for (let failures = 0; !places.areAtEnd() && !options.signal?.aborted;) {
    const reader = new TopicReader(client, topic, places, options.signal);
    try {
      await reader.begin();
      for (let fetched = await reader.next(); fetched; fetched = await reader.next()) {
        for (const record of fetched.records) {
          if (options.signal?.aborted) return;
          yield record;
        }
        reader.passed(fetched);
        failures = 0;
      }
    } catch (error) {
      if (++failures === TRIES) throw asLogError(error);
      await pause(backOff(failures));
    } finally {
      await reader.end();
    }
  }
}

/** By partition: the next offset wanted, and, unless it follows, the one to stop at. */
class Places {
  readonly next = new Map<number, bigint>();
  readonly ends = new Map<number, bigint>();

  private constructor(private readonly follow: boolean) {}

  static async of(client: KafkaClient, topic: string, { from, follow }: ReadOptions): Promise<Places> {
    const places = new Places(follow);
    for (const { partition, low, high } of await offsetsOf(client, topic)) {
      places.next.set(partition, from === 'start' ? low : high);
      if (!follow) places.ends.set(partition, high);
    }
    return places;
  }

  areAtEnd(): boolean {
    return !this.follow && [...this.ends].every(([partition, end]) => (this.next.get(partition) ?? 0n) >= end);
  }
}

class TopicReader {
  private readonly bell = new Bell();
  private readonly queue: Fetched[] = [];
  private readonly consumer;
  private placed = false;
  private ended = false;
  private crash: Error | undefined;

  constructor(
    client: KafkaClient,
    private readonly topic: string,
    private readonly places: Places,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.consumer = client.consumer(`${client.options.clientId}.reader.${randomBytes(8).toString('hex')}`);
  }

  async begin(): Promise<void> {
    this.signal?.addEventListener('abort', this.bell.ring, { once: true });
    this.listen();
    await this.consumer.connect();
    await this.consumer.subscribe({ topic: this.topic, fromBeginning: true });
    await this.consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (payload) => this.take(payload) });
    if (this.crash) throw this.crash;
    for (const [partition, offset] of this.places.next) this.consumer.seek({ topic: this.topic, partition, offset: offset.toString() });
    this.placed = true;
  }

  /** What comes next; undefined at the end. */
  async next(): Promise<Fetched | undefined> {
    for (;;) {
      if (this.signal?.aborted) return undefined;
      const fetched = this.queue.shift();
      if (fetched) return fetched;
      if (this.places.areAtEnd()) return undefined;
      if (this.crash) throw this.crash;
      await this.bell.wait(LOOK_EVERY_MS);
    }
  }

  passed({ partition, next, taken }: Fetched): void {
    this.places.next.set(partition, next);
    taken();
  }

  async end(): Promise<void> {
    this.ended = true;
    for (const { taken } of this.queue.splice(0)) taken();
    this.signal?.removeEventListener('abort', this.bell.ring);
    this.leave();
    await this.consumer.disconnect().catch(() => undefined);
  }

  /** Lets the batch go that was being read when the reader had enough. */
  private leave: () => void = () => undefined;

  private listen(): void {
    const { events } = this.consumer;
    this.consumer.on(events.CRASH, ({ payload }) => {
      this.crash = payload.error;
      this.bell.ring();
    });
    this.consumer.on(events.END_BATCH_PROCESS, ({ payload: { batchSize, partition, lastOffset } }) => {
      if (batchSize === 0) this.put({ partition, records: [], next: BigInt(lastOffset) + 1n, taken: () => undefined });
    });
  }

  private put(fetched: Fetched): void {
    this.queue.push(fetched);
    this.bell.ring();
  }

  /** One batch at a time; it is fetched no further until that has been read. */
  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    if (!this.placed || this.ended) return;
    const { partition, messages } = batch;
    const [from, end] = [this.places.next.get(partition) ?? 0n, this.places.ends.get(partition)];
    const all = messages.map((message) => toLogRecord(this.topic, partition, message));
    const records = all.filter(({ offset }) => offset >= from && (end === undefined || offset < end));
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_EVERY_MS);
    await new Promise<void>((taken) => {
      this.leave = taken;
      this.put({ partition, records, next: BigInt(batch.lastOffset()) + 1n, taken });
    });
    clearInterval(beat);
    if (!this.ended) payload.resolveOffset(batch.lastOffset());
  }
}
