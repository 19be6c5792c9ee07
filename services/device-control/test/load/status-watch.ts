import { decode, type RegistrationChanged, topics } from '@ringfleet/contracts';
import type { EventLog } from '@ringfleet/messaging';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 20;

/** Follows what others are told of devices, with the time at which it came. */
export class StatusWatch {
  private readonly last = new Map<string, { readonly told: RegistrationChanged; readonly at: number }>();
  private readonly ended = new AbortController();
  private following = Promise.resolve();

  private constructor(private readonly ids: readonly string[]) {}

  static of(eventLog: EventLog, ids: readonly string[]): StatusWatch {
    const watch = new StatusWatch(ids);
    watch.following = watch.follow(eventLog);
    return watch;
  }

  /** When each of the devices (default: all) came to be so; those that have not after so long are left out. */
  async untilAll(isReached: (told: RegistrationChanged) => boolean, withinMs: number, ids = this.ids): Promise<ReadonlyMap<string, number>> {
    const late = Date.now() + withinMs;
    for (;;) {
      const reached = new Map(
        ids.flatMap((id) => {
          const last = this.last.get(id);
          return last && isReached(last.told) ? [[id, last.at] as const] : [];
        }),
      );
      if (reached.size === ids.length || Date.now() > late) return reached;
      await pause(LOOK_MS);
    }
  }

  async end(): Promise<void> {
    this.ended.abort();
    await this.following;
  }

  private async follow(eventLog: EventLog): Promise<void> {
    for await (const { key, value } of eventLog.read(topics.registrations.name, { from: 'start', follow: true, signal: this.ended.signal })) {
      if (value) this.last.set(key, { told: decode(topics.registrations, value), at: Date.now() });
    }
  }
}
