import type { Subscription, SubscriptionOptions } from '@ringfleet/messaging';
import { EventLogAround } from './event-log-around.js';

interface Hold {
  readonly released: Promise<void>;
  readonly release: () => void;
}

/** Can hold back the consumers of a group, as if they were far behind: for suites that show what a service does while its copies are late. */
export class HeldEventLog extends EventLogAround {
  private readonly holds = new Map<string, Hold>();

  /** From now on the group gets no further batch. One that its handler has already goes on. */
  hold(group: string): void {
    if (this.holds.has(group)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.holds.set(group, { released: promise, release: resolve });
  }

  /** The group gets what was held back, in order. */
  release(group: string): void {
    this.holds.get(group)?.release();
    this.holds.delete(group);
  }

  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    const { group, onBatch } = options;
    const subscription = await this.inner.subscribe({
      ...options,
      onBatch: async (records, signal, more) => {
        for (let hold = this.holds.get(group); hold; hold = this.holds.get(group)) await hold.released;
        await onBatch(records, signal, async () => (this.holds.has(group) ? [] : more()));
      },
    });
    return {
      caughtUp: () => subscription.caughtUp(),
      lag: (topic) => subscription.lag(topic),
      stop: async () => {
        const stopped = subscription.stop();
        this.release(group); // or it would wait for the batch that is held
        await stopped;
      },
    };
  }

  override async close(): Promise<void> {
    for (const group of this.holds.keys()) this.release(group);
    await super.close();
  }
}
