import type { Logger } from '@ringfleet/observability';
import pg from 'pg';
import type { EventLog, LogRecord, Producer, ReadOptions, Subscription, SubscriptionOptions, Topic } from '../event-log.js';
import { LastingSubscription } from '../lasting-subscription.js';
import { openPool } from '../pool.js';
import { postgresMembership } from './postgres-membership.js';
import { PostgresProducer } from './postgres-producer.js';
import { readTopic } from './read-topic.js';
import { LOG_SCHEMA, SCHEMA_LOCK } from './schema.js';
import { sweepLog } from './sweep.js';

export interface PostgresEventLogOptions {
  /** URL of a role that may read and write the log's tables and run its function. */
  readonly databaseUrl: string;
  readonly log: Logger;
  /** Connections at most (default 8), one for each subscription aside. */
  readonly poolSize?: number;
}

/** The event log in tables of one PostgreSQL database. */
export class PostgresEventLog implements EventLog {
  private readonly pool: pg.Pool;
  private readonly partitions = new Map<string, number>();
  private readonly subscriptions = new Set<LastingSubscription>();

  constructor(private readonly options: PostgresEventLogOptions) {
    this.pool = openPool({ connectionString: options.databaseUrl, max: options.poolSize ?? 8, keepAlive: true }, (error) =>
      options.log.warn({ err: error }, 'a connection of the event log was lost'),
    );
  }

  /** Makes what is missing of the tables, as their owner, whose default privileges let the log's role use them. Any number of instances may call it at once. */
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
      await this.pool.query(
        'insert into partitions (topic, partition) select $1, generate_series(0, partitions - 1) from topics where name = $1 on conflict do nothing',
        [name],
      );
      // Where a topic has grown, the groups that read it read the new partitions too.
      await this.pool.query(
        `insert into places (group_name, topic, partition) select distinct g.group_name, p.topic, p.partition from places g join partitions p on p.topic = g.topic
         where p.topic = $1 and not exists (select from places h where h.group_name = g.group_name and h.topic = p.topic and h.partition = p.partition) on conflict do nothing`,
        [name],
      );
      this.partitions.delete(name);
    }
  }

  async topics(): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string }>('select name from topics order by name collate "C"');
    return rows.map(({ name }) => name);
  }

  producer(name: string): Promise<Producer> {
    return PostgresProducer.begin(this.pool, name, this.partitionsOf);
  }

  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    for (const topic of options.topics) await this.partitionsOf(topic);
    const { databaseUrl, log } = this.options;
    const subscription = new LastingSubscription(options, postgresMembership({ pool: this.pool, databaseUrl, log }, options), log);
    this.subscriptions.add(subscription);
    void subscription.ended.then(() => this.subscriptions.delete(subscription));
    return subscription;
  }

  async *read(topic: string, options: ReadOptions): AsyncIterable<LogRecord> {
    await this.partitionsOf(topic);
    yield* readTopic(
      async <Row extends object>(sql: string, params: readonly unknown[]) => (await this.pool.query<Row>(sql, [...params])).rows,
      topic,
      options,
    );
  }

  /** Removes what has had its time at `now`: expired records of job topics, superseded ones of state topics. One process does it at a time; for others there is nothing to do. */
  async sweep(now: Date): Promise<void> {
    await sweepLog(this.pool, now);
  }

  async check(): Promise<void> {
    await this.pool.query('select 1');
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    this.pool.removeAllListeners('error').on('error', () => undefined); // a pool has ended before its connections have: that a server ends them then is no news
    await this.pool.end();
  }

  private readonly partitionsOf = async (topic: string): Promise<number> => {
    const known = this.partitions.get(topic);
    if (known !== undefined) return known;
    const { rows } = await this.pool.query<{ partitions: number }>('select partitions from topics where name = $1', [topic]);
    const partitions = rows[0]?.partitions;
    if (partitions === undefined) throw new Error(`The event log has no topic ${topic}; its service makes it at start.`);
    this.partitions.set(topic, partitions);
    return partitions;
  };
}
