import type { Logger } from '@ringfleet/observability';
import type { Cluster, Consumer, EachBatchPayload } from 'kafkajs';
import type { SubscriptionOptions } from '../event-log.js';
import type { FormerMembers } from './former-members.js';
import type { KafkaClient } from './kafka-client.js';
import { PartitionWork } from './partition-work.js';

const PARTITIONS_AT_ONCE = 4;
const LOOK_EVERY_MS = 10_000;
/** A consumer that has neither asked for records nor told the group that it lives for so long has stopped without a word. */
const SILENT_MS = 180_000;

export interface MemberParts {
  readonly client: KafkaClient;
  readonly options: SubscriptionOptions;
  readonly log: Logger;
  readonly former: FormerMembers;
  /** Called when the group has moved on in a partition. */
  readonly moved: () => void;
}

/**
 * One membership of a consumer group. kafkajs rejoins a group that changes only when the batches in hand are done, so that they are committed before their
 * partitions go to another member; if that takes too long for the group, or the brokers are away, the batches learn by their signal that they will come again.
 */
export class GroupMember {
  private readonly consumer: Consumer;
  private readonly clusters: Cluster[] = [];
  private readonly work = new Map<string, PartitionWork>();
  private heardAt = performance.now();

  constructor(private readonly parts: MemberParts) {
    this.consumer = parts.client.consumer(parts.options.group, (cluster) => this.clusters.push(cluster));
  }

  /** Works until told to stop, then finishes the batches under way and leaves the group. Rejects when the consumer has given up, with no batch under way any more. */
  async run(stop: AbortSignal): Promise<void> {
    const over = this.listen(stop);
    const finish = (): void => {
      for (const work of this.work.values()) work.finish();
    };
    stop.addEventListener('abort', finish, { once: true });
    try {
      await this.consumer.connect();
      for (const cluster of this.clusters) await this.parts.former.leave(cluster);
      await this.consumer.subscribe({ topics: [...this.parts.options.topics], fromBeginning: true });
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: async (payload) => {
          if (!stop.aborted) await this.workOn(payload);
        },
      });
      await over.promise;
    } finally {
      over.end();
      stop.removeEventListener('abort', finish);
      finish();
      await this.consumer.disconnect().catch(() => undefined);
    }
  }

  /** A promise that resolves at the stop and rejects when the consumer crashes or falls silent. */
  private listen(stop: AbortSignal): { readonly promise: Promise<void>; readonly end: () => void } {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => undefined); // it may be over before anyone waits
    const { events } = this.consumer;
    const alive = (): void => void (this.heardAt = performance.now());
    this.consumer.on(events.FETCH, alive);
    this.consumer.on(events.HEARTBEAT, alive);
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => {
      alive();
      this.parts.former.add(payload.memberId);
      for (const work of this.work.values()) work.lose(new Error('The partitions of the group were shared out anew.'));
    });
    this.consumer.on(events.CRASH, ({ payload }) => reject(payload.error));
    this.consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) void this.pass(payload.topic, payload.partition, BigInt(payload.lastOffset) + 1n);
    });
    const watch = setInterval(() => {
      if (performance.now() - this.heardAt > SILENT_MS) reject(new Error('The consumer has fallen silent.'));
    }, LOOK_EVERY_MS);
    stop.addEventListener('abort', () => resolve(), { once: true });
    if (stop.aborted) resolve();
    return { promise, end: () => clearInterval(watch) };
  }

  /** What holds no records (ends of transactions, what was rolled back) never comes to us, but is to be passed. */
  private async pass(topic: string, partition: number, next: bigint): Promise<void> {
    // If it is another's by now, that one passes it.
    await this.consumer.commitOffsets([{ topic, partition, offset: next.toString() }]).catch(() => undefined);
    this.parts.moved();
  }

  private async workOn(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    const id = `${topic}/${partition}`;
    const work = this.work.get(id) ?? new PartitionWork({ topic, partition, consumer: this.consumer, ...this.parts });
    this.work.set(id, work);
    await work.take(payload);
  }
}
