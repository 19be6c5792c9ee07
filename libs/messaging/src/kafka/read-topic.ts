import { randomBytes } from 'node:crypto';
import type { EachBatchPayload } from 'kafkajs';
import { Bell } from '../bell.js';
import type { LogRecord, ReadOptions } from '../event-log.js';
import type { KafkaClient } from './kafka-client.js';
import { toLogRecord } from './kafka-record.js';
import { asLogError } from './log-failure.js';

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

/** Reads as the only member of a group that commits nothing and is gone with its member. */
export async function* readTopic(client: KafkaClient, topic: string, options: ReadOptions): AsyncIterable<LogRecord> {
  const reader = new TopicReader(client, topic, options);
  try {
    if (!(await reader.begin())) return;
    for (let fetched = await reader.next(); fetched; fetched = await reader.next()) {
      for (const record of fetched.records) {
        if (options.signal?.aborted) return;
        yield record;
      }
      reader.passed(fetched);
    }
  } catch (error) {
    throw asLogError(error);
  } finally {
    await reader.end();
  }
}

class TopicReader {
  private readonly bell = new Bell();
  private readonly queue: Fetched[] = [];
  private readonly consumer;
  /** By partition: the next offset wanted, and, unless it follows, the one to stop at. */
  private readonly places = new Map<number, bigint>();
  private readonly ends = new Map<number, bigint>();
  private placed = false;
  private ended = false;
  private crash: Error | undefined;

  constructor(
    private readonly client: KafkaClient,
    private readonly topic: string,
    private readonly options: ReadOptions,
  ) {
    this.consumer = client.consumer(`${client.options.clientId}.reader.${randomBytes(8).toString('hex')}`);
  }

  /** False if there is nothing to read. */
  async begin(): Promise<boolean> {
    const { from, follow, signal } = this.options;
    for (const { partition, low, high } of await this.client.ask((admin) => admin.fetchTopicOffsets(this.topic))) {
      this.places.set(partition, BigInt(from === 'start' ? low : high));
      if (!follow) this.ends.set(partition, BigInt(high));
    }
    if (!follow && this.isAtEnd()) return false;
    signal?.addEventListener('abort', this.bell.ring, { once: true });
    this.listen();
    await this.consumer.connect();
    await this.consumer.subscribe({ topic: this.topic, fromBeginning: true });
    await this.consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (payload) => this.take(payload) });
    for (const [partition, offset] of this.places) this.consumer.seek({ topic: this.topic, partition, offset: offset.toString() });
    this.placed = true;
    return true;
  }

  /** What comes next; undefined at the end. */
  async next(): Promise<Fetched | undefined> {
    for (;;) {
      if (this.options.signal?.aborted) return undefined;
      const fetched = this.queue.shift();
      if (fetched) return fetched;
      if (!this.options.follow && this.isAtEnd()) return undefined;
      if (this.crash) throw this.crash;
      await this.bell.wait(LOOK_EVERY_MS);
    }
  }

  passed({ partition, next, taken }: Fetched): void {
    this.places.set(partition, next);
    taken();
  }

  async end(): Promise<void> {
    this.ended = true;
    for (const { taken } of this.queue.splice(0)) taken();
    this.options.signal?.removeEventListener('abort', this.bell.ring);
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
    const [from, end] = [this.places.get(partition) ?? 0n, this.ends.get(partition)];
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

  private isAtEnd(): boolean {
    return [...this.ends].every(([partition, end]) => (this.places.get(partition) ?? 0n) >= end);
  }
}
