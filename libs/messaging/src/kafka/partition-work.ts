import type { Logger } from '@ringfleet/observability';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { backOff } from '../back-off.js';
import type { LogRecord, SubscriptionOptions } from '../event-log.js';
import { toLogRecord } from './kafka-record.js';

const MAX_RECORDS = 1_000;
const MAX_BYTES = 4 * 1_048_576;
const HEARTBEAT_EVERY_MS = 250;
/** kafkajs fetches again when all that it fetched is worked on: what one partition has too much of shall not keep the others waiting, it is fetched again. */
const LONGEST_TURN_MS = 1_000;

export interface WorkParts {
  readonly topic: string;
  readonly partition: number;
  readonly consumer: Consumer;
  readonly options: SubscriptionOptions;
  readonly log: Logger;
  readonly moved: () => void;
}

/** What is fetched together is one batch as far as it may be. */
const none = (): Promise<readonly LogRecord[]> => Promise.resolve([]);

/** Hands the records of one partition to `onBatch`, one batch after the other, and moves the group on behind each. */
export class PartitionWork {
  private failures = 0;
  private pausedUntil = 0;
  private ended = false;
  private resumption: NodeJS.Timeout | undefined;
  private loss = new AbortController();

  constructor(private readonly parts: WorkParts) {}

  /** No batch begins any more. */
  finish(): void {
    this.ended = true;
    clearTimeout(this.resumption);
  }

  /** What is under way will come again. */
  lose(why: Error): void {
    this.loss.abort(why);
  }

  /** Works on what was fetched; what it does not get to stays unresolved, so that it is fetched again. */
  async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const wait = this.pausedUntil - performance.now();
    if (wait > 0) return this.waitFor(payload, wait); // the pause does not outlive a change of the group
    const since = performance.now();
    this.loss = new AbortController();
    const { topic, partition } = this.parts;
    const records = batch.messages.map((message) => toLogRecord(topic, partition, message));
    for (let at = 0; at < records.length && !this.ended && payload.isRunning() && performance.now() - since < LONGEST_TURN_MS;) {
      const some = records.slice(at, at + this.countFrom(records, at));
      if (!(await this.hand(some, payload))) return;
      at += some.length;
      const last = at === records.length ? batch.lastOffset() : String(some.at(-1)?.offset);
      await this.moveOn(payload, last);
    }
  }

  /** False if it failed, or was lost meanwhile. */
  private async hand(records: readonly LogRecord[], payload: EachBatchPayload): Promise<boolean> {
    const { signal } = this.loss;
    const beat = setInterval(() => void payload.heartbeat().catch((error: unknown) => this.heedHeartbeat(error)), HEARTBEAT_EVERY_MS);
    try {
      await this.parts.options.onBatch(records, signal, none);
      this.failures = 0;
      return !signal.aborted;
    } catch (error) {
      this.fail(error, records, payload);
      return false;
    } finally {
      clearInterval(beat);
    }
  }

  /** A group that begins to share out anew waits for us: what is under way is finished and committed. Anything else may mean that the partition is another's. */
  private heedHeartbeat(error: unknown): void {
    if ((error as { readonly type?: string }).type !== 'REBALANCE_IN_PROGRESS') this.loss.abort(error);
  }

  private async moveOn(payload: EachBatchPayload, last: string): Promise<void> {
    const { topic, partition, moved } = this.parts;
    await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: (BigInt(last) + 1n).toString() }] }] });
    payload.resolveOffset(last);
    moved();
  }

  private fail(error: unknown, records: readonly LogRecord[], payload: EachBatchPayload): void {
    this.failures++;
    const again = backOff(this.failures);
    this.pausedUntil = performance.now() + again;
    this.waitFor(payload, again);
    const { topic, partition, log, options } = this.parts;
    log.warn(
      { err: error, group: options.group, topic, partition, offset: String(records[0]?.offset), again: Math.round(again) },
      'a partition waits: its batch was not processed',
    );
  }

  private waitFor(payload: EachBatchPayload, ms: number): void {
    if (this.ended) return;
    const resume = payload.pause();
    clearTimeout(this.resumption);
    this.resumption = setTimeout(resume, ms);
  }

  /** How many records the batch that begins there has. */
  private countFrom(records: readonly LogRecord[], from: number): number {
    const most = this.parts.options.maxRecords ?? MAX_RECORDS;
    let bytes = 0;
    let count = 0;
    while (count < most && from + count < records.length) {
      bytes += records[from + count]?.value?.length ?? 0;
      if (count > 0 && bytes > MAX_BYTES) break;
      count++;
    }
    return count;
  }
}
