import type { Logger } from '@ringfleet/observability';
import pg from 'pg';
import type { EventLog, LogRecord, Producer, Subscription, SubscriptionOptions, Topic } from '../event-log.js';
import { LogWake } from './log-wake.js';
import { PostgresProducer } from './postgres-producer.js';
import { PostgresSubscription } from './postgres-subscription.js';
import { readPartition } from './read-batches.js';
import { LOG_SCHEMA, SCHEMA_LOCK } from './schema.js';
import { sweepLog } from './sweep.js';

export interface PostgresEventLogOptions {
  /** URL of a role that may read and write the log's tables. */
  readonly databaseUrl: string;
  readonly log: Logger;
  /** Connections at most (default 12), one per subscription aside. */
  readonly poolSize?: number;
}

/** The event log in tables of one PostgreSQL database. */
export class PostgresEventLog implements EventLog {
  private readonly pool: pg.Pool;
  private readonly wake: LogWake;
  private readonly known = new Map<string, number>();
  private readonly subscriptions = new Set<Subscription>();

  constructor(private readonly options: PostgresEventLogOptions) {
    this.pool = new pg.Pool({ connectionString: options.databaseUrl, max: options.poolSize ?? 12 });
    this.pool.on('error', (error) => options.log.warn({ err: error }, 'a connection of the event log was lost'));
    this.wake = new LogWake(options.databaseUrl);
  }

  /** Makes the tables, as their owner; any number of instances may do so at once. */
  static async migrate(ownerUrl: string): Promise<void> {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    try {
      await client.query('select pg_advisory_lock($1)', [SCHEMA_LOCK]);
      await client.query(LOG_SCHEMA);
    } finally {
      await client.end();
    }
  }

  async ensureTopics(topics: readonly Topic[]): Promise<void> {
    for (const { name, kind, partitions, retentionMs } of topics) {
      await this.pool.query(
        `insert into topics (name, kind, partitions, retention_ms) values ($1, $2, $3, $4)
         on conflict (name) do update set kind = excluded.kind, retention_ms = excluded.retention_ms, partitions = greatest(topics.partitions, excluded.partitions)`,
        [name, kind, partitions, retentionMs],
      );
      await this.pool.query('insert into partitions (topic, partition) select $1, generate_series(0, partitions - 1) from topics where name = $1 on conflict do nothing', [name]);
      this.known.delete(name);
    }
  }

  producer(name: string): Promise<Producer> {
    return PostgresProducer.begin(this.pool, name, this.partitionsOf);
  }

  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    const { databaseUrl, log } = this.options;
    const subscription = await PostgresSubscription.start({ pool: this.pool, databaseUrl, wake: this.wake, partitionsOf: this.partitionsOf, log }, options);
    this.subscriptions.add(subscription);
    return subscription;
  }

  async *read(topic: string, { from, follow, signal }: { readonly from: 'start' | 'end'; readonly follow: boolean; readonly signal?: AbortSignal }): AsyncIterable<LogRecord> {
    const { rows } = await this.pool.query<{ partition: number; next: string }>('select partition, next_offset as next from partitions where topic = $1 order by partition', [topic]);
    const places = new Map(rows.map(({ partition, next }) => [partition, from === 'end' ? BigInt(next) : 0n]));
    for (let found = true; !signal?.aborted; ) {
      found = false;
      for (const [partition, place] of places) {
        const records = await readPartition(this.pool, { topic, partition, from: place, limit: 1_000 });
        for (const record of records) {
          if (signal?.aborted) return;
          yield record;
          places.set(partition, record.offset + 1n);
          found = true;
        }
      }
      if (found) continue;
      if (!follow) return;
      await this.appended(topic, signal);
    }
  }

  /** Removes what has had its time (retention, compaction). Several instances may do so at once. */
  async sweep(now: Date): Promise<void> {
    await sweepLog(this.pool, now);
  }

  async check(): Promise<void> {
    await this.pool.query('select 1');
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.wake.close();
    await this.pool.end();
  }

  /** Resolves after an append to the topic, or after a second. */
  private async appended(topic: string, signal: AbortSignal | undefined): Promise<void> {
    let ring = (): void => undefined;
    const rung = new Promise<void>((resolve) => {
      ring = resolve;
    });
    const timer = setTimeout(ring, 1_000);
    signal?.addEventListener('abort', ring, { once: true });
    const off = await this.wake.on(topic, ring);
    await rung;
    off();
    clearTimeout(timer);
  }

  private readonly partitionsOf = async (topic: string): Promise<number> => {
    const known = this.known.get(topic);
    if (known !== undefined) return known;
    const { rows } = await this.pool.query<{ partitions: number }>('select partitions from topics where name = $1', [topic]);
    const partitions = rows[0]?.partitions;
    if (partitions === undefined) throw new Error(`The event log has no topic ${topic}; its service creates it at start.`);
    this.known.set(topic, partitions);
    return partitions;
  };
}
