/**
 * The event log: topics of keyed records in partitions, in order per key, read by groups that each keep their own place.
 * Two adapters: PostgreSQL (`postgres/`) and Kafka. Both pass the suite in `libs/testing/src/contract/event-log.ts`.
 */

/** `state`: the last record per key is kept for ever (compacted after seven days); `job`: records expire. */
export interface Topic {
  readonly name: string;
  readonly kind: 'state' | 'job';
  readonly partitions: number;
  /** Milliseconds: of a job topic until a record expires, of a state topic until it may be compacted. */
  readonly retentionMs: number;
}

export type Headers = Readonly<Record<string, string>>;

export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string;
  /** null is a tombstone. */
  readonly value: Uint8Array | null;
  readonly headers: Headers;
}

export interface LogRecord extends OutgoingRecord {
  readonly partition: number;
  /** Ascends within the partition, from 0; there may be gaps (compaction, ends of Kafka's transactions). */
  readonly offset: bigint;
  readonly timestamp: Date;
}

/** Appends for one named writer. Of two producers of one name only the newer can append: the older gets `Fenced`. */
export interface Producer {
  /** All of the records or none; in the order given per partition. Throws `Fenced` when a newer producer of this name exists. */
  append(records: readonly OutgoingRecord[]): Promise<void>;
}

export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** Gives records that have come behind a batch meanwhile; from then on they are of the batch. None where there are none, or where it has grown enough. */
export type More = () => Promise<readonly LogRecord[]>;

export interface SubscriptionOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Records of one partition in order; a few partitions at a time. The place of the group moves on when the promise resolves. When it rejects, the same records come again
   * after a pause that grows to ten seconds, while other partitions go on. The signal aborts when the partition is another's: what is done then is done twice.
   */
  readonly onBatch: (records: readonly LogRecord[], signal: AbortSignal, more: More) => Promise<void>;
  /** At most so many records a batch (default 1,000); a batch also ends at 4 MiB. */
  readonly maxRecords?: number;
}

export interface Subscription {
  /** Resolves when the group, whichever members it has, has passed in every partition what was the end of its topics when this was called. Rejects when stopped before. */
  caughtUp(): Promise<void>;
  /** Records not yet passed by the group, of one topic or of all. */
  lag(topic?: string): Promise<bigint>;
  /** Stops fetching, waits for the batch under way and its offset, and leaves the group. */
  stop(): Promise<void>;
}

export interface ReadOptions {
  readonly from: 'start' | 'end';
  readonly follow: boolean;
  /** Ends the reading, without an error. */
  readonly signal?: AbortSignal;
}

/** Failures of the log itself are transient (`isTransient`). */
export interface EventLog {
  /** Creates the topics that are missing; never shrinks one that is there. A topic that grows keeps no order of keys across the change. */
  ensureTopics(topics: readonly Topic[]): Promise<void>;
  /** A producer that fences every earlier one of the same name, in any process. */
  producer(name: string): Promise<Producer>;
  /** Names of the topics there are. */
  topics(): Promise<string[]>;
  /** Joins the group, which shares its topics' partitions fairly among its members, in any process. A new group begins at the start. */
  subscribe(options: SubscriptionOptions): Promise<Subscription>;
  /** Reads a topic from its start (or from now on) without a group, across partitions; goes on until the signal aborts unless `follow` is false. Throws if there is no such topic. */
  read(topic: string, options: ReadOptions): AsyncIterable<LogRecord>;
  /** Resolves if the log answers. */
  check(): Promise<void>;
  close(): Promise<void>;
}
