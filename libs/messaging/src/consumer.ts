import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@ringfleet/observability';
import { deadRecordOf, deadTopicOf } from './dead-letters.js';
import type { EventLog, LogRecord, More, Subscription } from './event-log.js';
import { isTransient } from './failures.js';
import { consuming, deadLetters } from './measures.js';

/** Processes records of one partition of a topic, in order, and those that it asks for. The signal aborts when another has taken the partition over. */
export type BatchHandler = (records: readonly LogRecord[], signal: AbortSignal, more: More) => Promise<void>;

export interface ConsumerOptions {
  readonly eventLog: EventLog;
  readonly group: string;
  /** By topic. */
  readonly handlers: ReadonlyMap<string, BatchHandler>;
  readonly log: Logger;
}

const TRIES_OF_ONE_RECORD = 5;
const FIRST_PAUSE_MS = 50;
const none: More = () => Promise.resolve([]);

/**
 * Gives the batches of a group to its handlers. A failure of machinery goes back to the log, which brings the batch again after a pause, without end, while other
 * partitions go on. What fails for its content is halved down to one record, which after five tries goes to `<topic>.dead`; the partition moves on (design.md §5).
 */
export class Consumer {
  private subscription: Subscription | undefined;

  constructor(private readonly options: ConsumerOptions) {}

  async start(): Promise<void> {
    const { eventLog, group, handlers } = this.options;
    const topics = [...handlers.keys()];
    if (topics.length === 0) return;
    for (const topic of topics) deadLetters.inc({ service: group, topic }, 0); // an increase is seen from the first one on
    await eventLog.ensureTopics(topics.map((name) => deadTopicOf({ name })));
    this.subscription = await eventLog.subscribe({ group, topics, onBatch: (records, signal, more) => this.consume(records, signal, more) });
  }

  /** Resolves when the group has passed what was the end of its topics when this was called. */
  async caughtUp(): Promise<void> {
    await this.subscription?.caughtUp();
  }

  /** Records that the group has not passed, of one topic or of all. */
  async lag(topic?: string): Promise<bigint> {
    return this.subscription ? this.subscription.lag(topic) : 0n;
  }

  /** Waits for the batches under way. */
  async stop(): Promise<void> {
    await this.subscription?.stop();
  }

  private async consume(batch: readonly LogRecord[], signal: AbortSignal, more: More = none): Promise<void> {
    const fault = await this.attempt(batch, signal, more);
    if (!fault) return;
    const { records } = fault;
    const [record] = records;
    if (!record) return;
    if (records.length === 1) return this.tryToTheEnd(record, fault, signal);
    const half = Math.ceil(records.length / 2);
    await this.consume(records.slice(0, half), signal);
    await this.consume(records.slice(half), signal);
  }

  /** Resolves with what the handler finds wrong with the content, if anything. Rejects if machinery failed. */
  private async attempt(batch: readonly LogRecord[], signal: AbortSignal, more: More = none): Promise<Fault | undefined> {
    signal.throwIfAborted();
    const records = [...batch];
    const grow = async (): Promise<readonly LogRecord[]> => {
      const some = await more();
      records.push(...some);
      return some;
    };
    const [record] = batch;
    try {
      if (record) await consuming(this.options.group, records, () => this.handlerOf(record)(batch, signal, grow));
      return undefined;
    } catch (cause) {
      if (isTransient(cause) || signal.aborted) throw cause;
      return { cause, records };
    }
  }

  private async tryToTheEnd(record: LogRecord, first: Fault, signal: AbortSignal): Promise<void> {
    let fault = first;
    for (let tries = 1; tries < TRIES_OF_ONE_RECORD; tries++) {
      await pause(FIRST_PAUSE_MS * 2 ** (tries - 1), undefined, { signal });
      const again = await this.attempt([record], signal);
      if (!again) return;
      fault = again;
    }
    await this.bury(record, fault.cause);
  }

  private async bury(record: LogRecord, cause: unknown): Promise<void> {
    const { eventLog, group, log } = this.options;
    // A producer for each: another instance of the group may be burying too, and who is fenced gets the batch again.
    const producer = await eventLog.producer(`${group}.dead-letters`);
    await producer.append([deadRecordOf(record, { group, cause, at: new Date() })]);
    const { topic, partition, offset, key } = record;
    deadLetters.inc({ service: group, topic });
    log.error({ err: cause, group, topic, partition, offset: offset.toString(), key }, 'a record could not be processed and went to the dead letters');
  }

  private handlerOf({ topic }: LogRecord): BatchHandler {
    const handler = this.options.handlers.get(topic);
    if (!handler) throw new Error(`${this.options.group} got a record of ${topic}, which it does not hear.`);
    return handler;
  }
}

interface Fault {
  readonly cause: unknown;
  /** The batch as it had grown. */
  readonly records: readonly LogRecord[];
}
