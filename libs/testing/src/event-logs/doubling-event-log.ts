import type { Subscription, SubscriptionOptions } from '@ringfleet/messaging';
import { EventLogAround } from './event-log-around.js';

/** Delivers every batch twice, as a log that is "at least once" may: for suites that show that it makes no difference. */
export class DoublingEventLog extends EventLogAround {
  subscribe(options: SubscriptionOptions): Promise<Subscription> {
    return this.inner.subscribe({
      ...options,
      onBatch: async (records, signal) => {
        await options.onBatch(records, signal);
        await options.onBatch(records, signal);
      },
    });
  }
}
