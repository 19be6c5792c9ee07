import { Bell } from '@ringfleet/kernel';
import type { Logger } from '@ringfleet/observability';
import { setTimeout as pause } from 'node:timers/promises';
import { backOff } from './back-off.js';
import type { Subscription, SubscriptionOptions } from './event-log.js';

/** The group's next offset in a partition, and the partition's. */
export interface Position {
  readonly id: string;
  readonly next: bigint;
  readonly end: bigint;
}

/** What a log does for a group. */
export interface Membership {
  /** Takes part in the group until the signal aborts, or the connection fails; says of each batch that is passed that it `moved`. */
  readonly attend: (signal: AbortSignal, moved: () => void) => Promise<void>;
  /** Where the group is, whichever members it has. */
  readonly positions: (topics: readonly string[]) => Promise<readonly Position[]>;
  /** Other members may move the group too: so often whoever waits looks again by itself. */
  readonly lookEveryMs: number;
}

/** Every batch that is done wakes who waits: not more questions than this. */
const LOOK_AT_MOST_EVERY_MS = 25;
/** A membership that lasted so long was sound: the next one is not delayed. */
const SOUND_AFTER_MS = 10_000;

/** Is a member of its group for as long as it lives, over as many connections as that takes. */
export class LastingSubscription implements Subscription {
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<Bell>();
  /** Resolves when it was stopped and nothing is under way any more. */
  readonly ended: Promise<void>;

  constructor(
    private readonly options: SubscriptionOptions,
    private readonly membership: Membership,
    private readonly log: Logger,
  ) {
    this.ended = this.run();
  }

  async caughtUp(): Promise<void> {
    let ends: readonly Position[] | undefined;
    const bell = new Bell();
    this.waiting.add(bell);
    try {
      while (!this.stopping.signal.aborted) {
        const now = await this.membership.positions(this.options.topics).catch(() => undefined); // the log may be away for a moment
        ends ??= now;
        if (now && ends && hasPassed(now, ends)) return;
        await pause(LOOK_AT_MOST_EVERY_MS);
        await bell.wait(this.membership.lookEveryMs);
      }
    } finally {
      this.waiting.delete(bell);
    }
    throw new Error(`${this.options.group} was stopped before it had caught up.`);
  }

  async lag(topic?: string): Promise<bigint> {
    const positions = await this.membership.positions(topic === undefined ? this.options.topics : [topic]);
    return positions.reduce((sum, { next, end }) => (end > next ? sum + end - next : sum), 0n);
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
        await this.membership.attend(signal, () => this.wakeWaiting());
      } catch (error) {
        if (performance.now() - since > SOUND_AFTER_MS) failures = 1;
        if (signal.aborted) return;
        this.log.warn({ err: error, group: this.options.group }, 'a subscription lost its group and joins again');
        await pause(backOff(failures), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private wakeWaiting(): void {
    for (const bell of this.waiting) bell.ring();
  }
}

function hasPassed(now: readonly Position[], ends: readonly Position[]): boolean {
  const next = new Map(now.map((position) => [position.id, position.next]));
  return ends.every(({ id, end }) => (next.get(id) ?? end) >= end);
}
