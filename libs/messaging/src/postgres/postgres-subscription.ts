import { Bell } from '@ringfleet/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@ringfleet/observability';
import type { Pool } from 'pg';
import { backOff } from '../back-off.js';
import type { Subscription, SubscriptionOptions } from '../event-log.js';
import { Session } from '../session.js';
import { GroupMember } from './group-member.js';

const LOOK_EVERY_MS = 250;

export interface SubscriptionParts {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly log: Logger;
}

/** Is a member of its group for as long as it lives, over as many sessions as that takes: after a restart of PostgreSQL it goes on by itself. */
export class PostgresSubscription implements Subscription {
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<Bell>();
  /** Resolves when it was stopped and nothing is under way any more. */
  readonly ended: Promise<void>;

  constructor(
    private readonly parts: SubscriptionParts,
    private readonly options: SubscriptionOptions,
  ) {
    this.ended = this.run();
  }

  async caughtUp(): Promise<void> {
    let ends: readonly Position[] | undefined;
    const bell = new Bell();
    this.waiting.add(bell);
    try {
      while (!this.stopping.signal.aborted) {
        const now = await this.positions().catch(() => undefined); // the database may be away for a moment
        ends ??= now;
        if (now && ends && hasPassed(now, ends)) return;
        await bell.wait(LOOK_EVERY_MS);
      }
    } finally {
      this.waiting.delete(bell);
    }
    throw new Error(`${this.options.group} was stopped before it had caught up.`);
  }

  async lag(topic?: string): Promise<bigint> {
    const positions = await this.positions(topic === undefined ? this.options.topics : [topic]);
    return positions.reduce((sum, { next, end }) => sum + end - next, 0n);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
    this.wakeWaiting();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 1; !signal.aborted; failures++) {
      const since = performance.now();
      try {
        await this.attend();
      } catch (error) {
        if (performance.now() - since > 10_000) failures = 1;
        if (signal.aborted) return;
        this.parts.log.warn({ err: error, group: this.options.group }, 'a subscription lost its session and opens another');
        await pause(backOff(failures), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async attend(): Promise<void> {
    const session = await Session.open(this.parts.databaseUrl);
    try {
      await new GroupMember({ session, options: this.options, log: this.parts.log, moved: () => this.wakeWaiting() }).run(this.stopping.signal);
    } finally {
      await session.close();
    }
  }

  private wakeWaiting(): void {
    for (const bell of this.waiting) bell.ring();
  }

  private async positions(topics = this.options.topics): Promise<Position[]> {
    const { rows } = await this.parts.pool.query<{ id: string; next: string; end: string }>(
      `select p.topic || '/' || p.partition as id, coalesce(g.next_offset, 0) as next, p.next_offset as "end" from partitions p
       left join places g on g.group_name = $1 and g.topic = p.topic and g.partition = p.partition where p.topic = any($2)`,
      [this.options.group, topics],
    );
    return rows.map(({ id, next, end }) => ({ id, next: BigInt(next), end: BigInt(end) }));
  }
}

/** The group's next offset in a partition, and the partition's. */
interface Position {
  readonly id: string;
  readonly next: bigint;
  readonly end: bigint;
}

function hasPassed(now: readonly Position[], ends: readonly Position[]): boolean {
  const next = new Map(now.map((position) => [position.id, position.next]));
  return ends.every(({ id, end }) => (next.get(id) ?? end) >= end);
}
