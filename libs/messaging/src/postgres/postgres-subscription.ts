import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@ringfleet/observability';
import type { Pool } from 'pg';
import type { Subscription, SubscriptionOptions } from '../event-log.js';
import type { LogWake } from './log-wake.js';
import { PartitionOwner } from './partition-owner.js';
import { readPartition } from './read-batches.js';
import { Turns } from './turns.js';

const LOOK_EVERY_MS = 1_000;
const FAILED_AGAIN_AFTER_MS = 500;
const MAX_RECORDS = 1_000;
const PARTITIONS_AT_ONCE = 4;

interface Place {
  readonly topic: string;
  readonly partition: number;
}

export interface SubscriptionParts {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly wake: LogWake;
  readonly partitionsOf: (topic: string) => Promise<number>;
  readonly log: Logger;
}

/** Reads the partitions that it owns, each in order, some at a time. */
export class PostgresSubscription implements Subscription {
  private readonly stopping = new AbortController();
  private readonly owner: PartitionOwner;
  private readonly turns = new Turns(PARTITIONS_AT_ONCE);
  private readonly moved = new EventEmitter().setMaxListeners(0);
  private readonly loops: Promise<void>[] = [];

  private constructor(
    private readonly parts: SubscriptionParts,
    private readonly options: SubscriptionOptions,
  ) {
    this.owner = new PartitionOwner(parts.databaseUrl, options.group);
  }

  static async start(parts: SubscriptionParts, options: SubscriptionOptions): Promise<PostgresSubscription> {
    const subscription = new PostgresSubscription(parts, options);
    for (const topic of options.topics) {
      const partitions = await parts.partitionsOf(topic);
      for (let partition = 0; partition < partitions; partition++) subscription.loops.push(subscription.follow({ topic, partition }));
    }
    return subscription;
  }

  async caughtUp(): Promise<void> {
    const ends = await this.places('p.next_offset as until');
    const behind = (rows: readonly PlaceRow[]): boolean =>
      ends.some(({ topic, partition, until }) => BigInt(rows.find((row) => row.topic === topic && row.partition === partition)?.until ?? 0) < BigInt(until));
    while (!this.stopping.signal.aborted && behind(await this.places('coalesce(g.next_offset, 0) as until'))) {
      await Promise.race([once(this.moved, 'moved'), pause(LOOK_EVERY_MS)]);
    }
  }

  async lag(): Promise<bigint> {
    const rows = await this.places('p.next_offset - coalesce(g.next_offset, 0) as until');
    return rows.reduce((sum, { until }) => sum + BigInt(until), 0n);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
    await this.owner.close();
  }

  private async places(what: string): Promise<PlaceRow[]> {
    const { rows } = await this.parts.pool.query<PlaceRow>(
      `select p.topic, p.partition, ${what} from partitions p
       left join group_offsets g on g.topic = p.topic and g.partition = p.partition and g.group_name = $1 where p.topic = any($2)`,
      [this.options.group, this.options.topics],
    );
    return rows;
  }

  /** Follows one partition for as long as the subscription lives, whoever owns it meanwhile. */
  private async follow(place: Place): Promise<void> {
    const bell = new Bell(this.stopping.signal);
    const off = await this.parts.wake.on(place.topic, () => bell.ring());
    while (!this.stopping.signal.aborted) {
      try {
        const token = await this.owner.tryOwn(place.topic, place.partition);
        if (token !== undefined) await this.readWhileOwned(place, token, bell);
        else await bell.wait(LOOK_EVERY_MS);
      } catch (error) {
        this.parts.log.warn({ err: error, ...place, group: this.options.group }, 'a partition is read again after a failure');
        await bell.wait(FAILED_AGAIN_AFTER_MS);
      }
    }
    off();
  }

  private async readWhileOwned(place: Place, token: number, bell: Bell): Promise<void> {
    const { pool } = this.parts;
    const { group, maxRecords = MAX_RECORDS, onBatch } = this.options;
    const { rows } = await pool.query<{ next: string }>('select next_offset as next from group_offsets where group_name = $1 and topic = $2 and partition = $3', [
      group,
      place.topic,
      place.partition,
    ]);
    let from = BigInt(rows[0]?.next ?? 0);
    while (!this.stopping.signal.aborted && this.owner.isHeld(token)) {
      bell.reset();
      const records = await readPartition(pool, { ...place, from, limit: maxRecords });
      const last = records.at(-1);
      if (!last) {
        await bell.wait(LOOK_EVERY_MS);
        continue;
      }
      await this.turns.take(async () => {
        if (this.stopping.signal.aborted) return;
        await onBatch(records, this.stopping.signal);
        from = last.offset + 1n;
        await this.moveOn(place, from);
      });
    }
  }

  /** Never backwards: an owner that lost its connection may still be at work on what another has done. */
  private async moveOn({ topic, partition }: Place, next: bigint): Promise<void> {
    await this.parts.pool.query(
      `insert into group_offsets (group_name, topic, partition, next_offset) values ($1, $2, $3, $4)
       on conflict (group_name, topic, partition) do update set next_offset = greatest(group_offsets.next_offset, excluded.next_offset)`,
      [this.options.group, topic, partition, next],
    );
    this.moved.emit('moved');
  }
}

interface PlaceRow {
  readonly topic: string;
  readonly partition: number;
  readonly until: string;
}

/** Wakes one waiter; a ring while nobody waits is remembered. */
class Bell {
  private rung = false;
  private wakeUp: (() => void) | undefined;

  constructor(private readonly stop: AbortSignal) {}

  reset(): void {
    this.rung = false;
  }

  ring(): void {
    this.rung = true;
    this.wakeUp?.();
  }

  async wait(ms: number): Promise<void> {
    if (this.rung || this.stop.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.wakeUp = done;
      this.stop.addEventListener('abort', done, { once: true });
    });
    this.wakeUp = undefined;
  }
}
