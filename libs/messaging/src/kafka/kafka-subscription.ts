import { Bell } from '@ringfleet/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@ringfleet/observability';
import { backOff } from '../back-off.js';
import type { Subscription, SubscriptionOptions } from '../event-log.js';
import { FormerMembers } from './former-members.js';
import { GroupMember } from './group-member.js';
import type { KafkaClient } from './kafka-client.js';
import { hasPassed, type Position, positionsOf } from './positions.js';

const LOOK_EVERY_MS = 500;
/** Every batch that is done wakes who waits: not more questions than this. */
const LOOK_AT_MOST_EVERY_MS = 25;
/** A membership that lasted so long was sound: the next one is not delayed. */
const SOUND_AFTER_MS = 10_000;

/** Is a member of its group for as long as it lives, with as many consumers as that takes: kafkajs gives up after some tries, and never where it thinks it is no use. */
export class KafkaSubscription implements Subscription {
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<Bell>();
  /** Resolves when it was stopped and nothing is under way any more. */
  readonly ended: Promise<void>;

  constructor(
    private readonly client: KafkaClient,
    private readonly log: Logger,
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
        const now = await this.positions().catch(() => undefined); // the brokers may be away for a moment
        ends ??= now;
        if (now && ends && hasPassed(now, ends)) return;
        await pause(LOOK_AT_MOST_EVERY_MS);
        await bell.wait(LOOK_EVERY_MS);
      }
    } finally {
      this.waiting.delete(bell);
    }
    throw new Error(`${this.options.group} was stopped before it had caught up.`);
  }

  async lag(topic?: string): Promise<bigint> {
    const positions = await this.positions(topic === undefined ? this.options.topics : [topic]);
    return positions.reduce((sum, { next, end }) => (end > next ? sum + end - next : sum), 0n);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
    this.wakeWaiting();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const { client, options, log } = this;
    const former = new FormerMembers(options.group);
    for (let failures = 1; !signal.aborted; failures++) {
      const since = performance.now();
      try {
        await new GroupMember({ client, options, log, former, moved: () => this.wakeWaiting() }).run(signal);
      } catch (error) {
        if (performance.now() - since > SOUND_AFTER_MS) failures = 1;
        if (signal.aborted) return;
        log.warn({ err: error, group: options.group }, 'a subscription lost its group and joins again');
        await pause(backOff(failures), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private wakeWaiting(): void {
    for (const bell of this.waiting) bell.ring();
  }

  private positions(topics = this.options.topics): Promise<Position[]> {
    return positionsOf(this.client, this.options.group, topics);
  }
}
