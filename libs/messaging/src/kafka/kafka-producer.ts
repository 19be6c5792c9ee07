import { setTimeout as pause } from 'node:timers/promises';
import type { Producer as KafkaJsProducer, RecordMetadata } from 'kafkajs';
import { Fenced, type OutgoingRecord, type Producer } from '../event-log.js';
import type { KafkaClient } from './kafka-client.js';
import { toRequests } from './kafka-record.js';
import { asLogError, LogFailure } from './log-failure.js';
import { offsetsOf } from './offsets.js';

const LOOK_EVERY_MS = 3;
/** Later than that a reader may see the records a little after the append has resolved. */
const SEEN_WITHIN_MS = 5_000;

/**
 * Appends in transactions under its name as the transactional id. After a failure it is of no use any more: kafkajs numbers the next records as it numbered those
 * whose fate is unknown, and the broker would take them for repeats. It does not begin again by itself either, for that would fence a newer one.
 */
export class KafkaProducer implements Producer {
  private last: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  private constructor(
    private readonly client: KafkaClient,
    private readonly producer: KafkaJsProducer,
    private readonly haveTopics: (topics: readonly string[]) => Promise<void>,
  ) {}

  /** Fences every earlier producer of the name and ends the transaction it left. */
  static async begin(client: KafkaClient, name: string, haveTopics: (topics: readonly string[]) => Promise<void>): Promise<KafkaProducer> {
    const producer = client.producer(name);
    try {
      await producer.connect();
      const first = await producer.transaction(); // takes the name; without records nothing else is sent
      await first.abort();
      return new KafkaProducer(client, producer, haveTopics);
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw asLogError(error);
    }
  }

  async append(records: readonly OutgoingRecord[]): Promise<void> {
    const mine = this.last.then(() => this.appendNow(records));
    this.last = mine.catch(() => undefined);
    await mine;
  }

  /** Waits for the append under way. */
  async end(why: Error): Promise<void> {
    await this.last;
    this.failure ??= why;
    await this.producer.disconnect();
  }

  private async appendNow(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.failure instanceof Fenced) throw this.failure;
    if (this.failure) throw new LogFailure('This producer has failed before: begin a new one.', { cause: this.failure });
    if (records.length === 0) return;
    await this.haveTopics([...new Set(records.map(({ topic }) => topic))]);
    const places = await this.transact(records).catch((error: unknown) => {
      this.failure = asLogError(error);
      throw this.failure;
    });
    await this.seen(places);
  }

  private async transact(records: readonly OutgoingRecord[]): Promise<RecordMetadata[]> {
    const transaction = await this.producer.transaction();
    const places: RecordMetadata[] = [];
    try {
      for (const topicMessages of toRequests(records)) places.push(...(await transaction.sendBatch({ topicMessages })));
      await transaction.commit();
      return places;
    } catch (error) {
      await transaction.abort().catch(() => undefined); // else the broker does it after half a minute
      throw error;
    }
  }

  /** A commit is answered when it is decided, a moment before the partitions are told: who reads right after an append shall find it. What has been committed is no failure any more. */
  private async seen(places: readonly RecordMetadata[]): Promise<void> {
    const topics = new Set(places.map(({ topicName }) => topicName));
    const until = performance.now() + SEEN_WITHIN_MS;
    try {
      while (topics.size > 0 && performance.now() < until) {
        for (const topic of topics) {
          const visible = new Map((await offsetsOf(this.client, topic)).map(({ partition, high }) => [partition, high]));
          const mine = places.filter(({ topicName }) => topicName === topic);
          if (mine.every(({ partition, baseOffset }) => (visible.get(partition) ?? 0n) > BigInt(baseOffset ?? 0))) topics.delete(topic);
        }
        if (topics.size > 0) await pause(LOOK_EVERY_MS);
      }
    } catch {
      return; // the brokers are away: they show it when they are back
    }
  }
}
