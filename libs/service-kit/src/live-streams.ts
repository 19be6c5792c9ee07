import { Inject, Injectable, type OnModuleDestroy, type Provider } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import type { ServerResponse } from 'node:http';
import { Arrivals } from './arrivals.js';
import { EventStream, type StreamEvent } from './event-stream.js';
import { type Ports, PORTS } from './ports.js';
import { Wake } from './wake.js';

const LONGEST_MS = 3_600_000; // whatever the issuer says

/** Who follows what. */
export interface Follower {
  readonly caller: Caller;
  /** What is announced for it. */
  readonly keys: readonly string[];
  readonly response: ServerResponse;
}

export interface News {
  readonly events: readonly StreamEvent[];
  /** There is no more at present. */
  readonly isAll: boolean;
}

/** The streams of Server-Sent Events of a service. What wakes one only says that there is something new: what, is read from the tables each time, in the scope of the caller. */
@Injectable()
export class LiveStreams implements OnModuleDestroy {
  private readonly open = new Map<EventStream, Promise<void>>();
  private stopping = false;

  constructor(
    @Inject(Arrivals) private readonly arrivals: Arrivals,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Answers with a stream. `begin` looks where it starts, and may refuse; what it gives is asked for news, from there on. Resolves when the stream is over. */
  async follow({ caller, keys, response }: Follower, begin: () => Promise<() => Promise<News>>): Promise<void> {
    const wake = new Wake();
    const forget = this.arrivals.on(keys, wake.ring);
    try {
      const read = await begin();
      if (this.stopping) throw new Refused(503, 'stopping', 'This instance stops; come again in a moment.', { retryAfterSeconds: 1 });
      if (response.destroyed) return;
      const stream = new EventStream(response, wake.ring, { longestMs: this.timeLeft(caller) });
      const sending = this.send(stream, wake, read).finally(() => this.open.delete(stream));
      this.open.set(stream, sending);
      await sending;
    } finally {
      forget();
    }
  }

  /** Ends the streams; clients come again, to this instance or another. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    for (const stream of this.open.keys()) stream.close();
    await Promise.all(this.open.values());
  }

  private async send(stream: EventStream, wake: Wake, read: () => Promise<News>): Promise<void> {
    try {
      while (!stream.closed) {
        const { events, isAll } = await read();
        for (const event of events) await stream.send(event);
        if (isAll) await wake.next();
      }
    } catch (error) {
      this.ports.log.warn({ err: error }, 'a stream of events ends early');
      stream.close(); // the client comes again and says where it was
    }
  }

  /** Who was revoked hears no more when the token ends; clients come again by themselves with a new one, and miss nothing. */
  private timeLeft({ token }: Caller): number {
    return Math.min(LONGEST_MS, (token?.expiresAt.getTime() ?? 0) - this.ports.clock().getTime());
  }
}

/** What a module provides for streams that are woken on a channel. */
export const liveStreams = (channel: string): readonly Provider[] => [
  { provide: Arrivals, inject: [PORTS], useFactory: (ports: Ports): Arrivals => new Arrivals(ports, channel) },
  LiveStreams,
];
