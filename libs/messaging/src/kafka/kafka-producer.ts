import type { Producer as KafkaJsProducer } from 'kafkajs';
import { Fenced, type OutgoingRecord, type Producer } from '../event-log.js';
import type { KafkaClient } from './kafka-client.js';
import { toRequests } from './kafka-record.js';
import { asLogError, LogFailure } from './log-failure.js';

/**
 * Appends in transactions under its name as the transactional id. After a failure it is of no use any more: kafkajs numbers the next records as it numbered those
 * whose fate is unknown, and the broker would take them for repeats. It does not begin again by itself either, for that would fence a newer one.
 */
export class KafkaProducer implements Producer {
  private last: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  private constructor(
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
      return new KafkaProducer(producer, haveTopics);
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
    try {
      const transaction = await this.producer.transaction();
      try {
        for (const topicMessages of toRequests(records)) await transaction.sendBatch({ topicMessages });
        await transaction.commit();
      } catch (error) {
        await transaction.abort().catch(() => undefined); // else the broker does it after half a minute
        throw error;
      }
    } catch (error) {
      this.failure = asLogError(error);
      throw this.failure;
    }
  }
}
