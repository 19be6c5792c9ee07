import type { Subscription, SubscriptionOptions } from '@ringfleet/messaging';
import { EventLogAround } from './event-log-around.js';

/** Delivers every batch twice, as a log that is "at least once" may: for suites that show that it makes no difference. */
export class DoublingEventLog extends EventLogAround {
  subscribe(options: SubscriptionOptions): Promise<Subscription> {
    return this.inner.subscribe({
      ...options,
      onBatch: async (records, signal, more) => {
        const all = [...records];
        await options.onBatch(records, signal, async () => {
          const some = await more();
          all.push(...some);
          return some;
        });
        await options.onBatch(all, signal, async () => []);
      },
    });
  }
}
