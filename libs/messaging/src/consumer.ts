import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@ringfleet/observability';
import { deadLetterOf } from './dead-letters.js';
import type { EventLog, LogRecord, Producer, Subscription } from './event-log.js';
import { isTransient } from './failures.js';

export type BatchHandler = (records: readonly LogRecord[]) => Promise<void>;

export interface ConsumerOptions {
  readonly eventLog: EventLog;
  readonly group: string;
  readonly topic: string;
  readonly handler: BatchHandler;
  readonly log: Logger;
}

const TRIES_OF_ONE_RECORD = 5;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Gives batches of a topic to a handler. Failures of machinery are tried again without end, and only their partition waits. What fails for its content
 * is halved down to one record, which after five tries goes to `<topic>.dead`; the partition moves on (design.md §5).
 */
export class Consumer {
  private subscription: Subscription | undefined;
  private undertaker: Promise<Producer> | undefined;

  constructor(private readonly options: ConsumerOptions) {}

  async start(): Promise<void> {
    const { eventLog, group, topic } = this.options;
    this.subscription = await eventLog.subscribe({ group, topics: [topic], onBatch: (records, signal) => this.consume(records, signal) });
  }

  async caughtUp(): Promise<void> {
    await this.subscription?.caughtUp();
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
  }

  private async consume(records: readonly LogRecord[], signal: AbortSignal): Promise<void> {
    const failure = await this.attempt(records, signal);
    if (failure === undefined) return;
    if (records.length > 1) {
      const half = Math.ceil(records.length / 2);
      await this.consume(records.slice(0, half), signal);
      return this.consume(records.slice(half), signal);
    }
    const [record] = records;
    if (record) await this.tryToTheEnd(record, failure, signal);
  }

  /** Resolves with what is wrong with the content, or with nothing. Rejects only when it is time to stop: the records come again. */
  private async attempt(records: readonly LogRecord[], signal: AbortSignal): Promise<{ readonly cause: unknown } | undefined> {
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.options.handler(records);
        return undefined;
      } catch (cause) {
        if (!isTransient(cause)) return { cause };
        this.options.log.warn({ err: cause, topic: this.options.topic, group: this.options.group }, 'a batch is tried again: machinery failed');
        await pause(wait * (0.5 + Math.random() / 2), undefined, { signal });
      }
    }
  }

  private async tryToTheEnd(record: LogRecord, first: { readonly cause: unknown }, signal: AbortSignal): Promise<void> {
    let failure = first;
    for (let tries = 1; tries < TRIES_OF_ONE_RECORD; tries++) {
      await pause(FIRST_PAUSE_MS * 2 ** tries, undefined, { signal });
      const again = await this.attempt([record], signal);
      if (again === undefined) return;
      failure = again;
    }
    await this.bury(record, failure.cause);
  }

  private async bury(record: LogRecord, cause: unknown): Promise<void> {
    const { eventLog, group, topic, log } = this.options;
    log.error({ err: cause, topic, group, key: record.key, offset: record.offset.toString() }, 'a record could not be processed and went to the dead letters');
    // Several instances bury for one group: each under a name of its own, so that none fences another.
    this.undertaker ??= eventLog.producer(`${group}.dead.${process.pid}.${topic}`);
    const undertaker = await this.undertaker;
    await undertaker.append([deadLetterOf(record, { group, cause, at: new Date() })]);
  }
}
