import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Caller, isId, Refused } from '@ringfleet/kernel';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { ServerResponse } from 'node:http';
import { Mailbox, MINE } from '../notifications/mailbox.js';
import { NOTIFICATION_FIELDS, type NotificationRow, notificationView } from '../notifications/notification-view.js';
import { Arrivals } from './arrivals.js';
import { EventStream } from './event-stream.js';
import { Wake } from './wake.js';

const AT_ONCE = 100;
const LONGEST_MS = 3_600_000; // whatever the issuer says

/** Streams the caller's notifications as they come, read from the table each time: what wakes a stream only says that there is something. */
@Injectable()
export class FollowNotifications implements OnModuleDestroy {
  private readonly open = new Map<EventStream, Promise<void>>();
  private stopping = false;

  constructor(
    @Inject(Mailbox) private readonly mailbox: Mailbox,
    @Inject(Arrivals) private readonly arrivals: Arrivals,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /**
   * Answers with a stream that begins after the notification `lastEventId`, or with what comes from now on.
   * Throws `Refused` 400 `bad_last_event_id` where the caller has no such notification.
   */
  async execute(caller: Caller, lastEventId: string | undefined, response: ServerResponse): Promise<void> {
    const wake = new Wake();
    const forget = this.arrivals.on(caller.id, wake.ring);
    try {
      const place = await this.startOf(caller, lastEventId);
      if (this.stopping) throw new Refused(503, 'stopping', 'This instance stops; come again in a moment.', { retryAfterSeconds: 1 });
      if (response.destroyed) return;
      const stream = new EventStream(response, wake.ring, { longestMs: this.timeLeft(caller) });
      const sending = this.send(caller, { stream, wake, place }).finally(() => this.open.delete(stream));
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

  private async send(caller: Caller, { stream, wake, place }: { stream: EventStream; wake: Wake; place: string }): Promise<void> {
    let last = place;
    try {
      while (!stream.closed) {
        const rows = await this.after(caller, last);
        for (const row of rows) await stream.send({ event: 'notification', id: row.id, data: notificationView(row) });
        last = rows.at(-1)?.place ?? last;
        if (rows.length < AT_ONCE) await wake.next();
      }
    } catch (error) {
      this.ports.log.warn({ err: error }, 'a stream of notifications ends early');
      stream.close(); // the client comes again and says where it was
    }
  }

  /** Who was revoked hears no more when the token ends; clients come again by themselves with a new one, and miss nothing. */
  private timeLeft({ token }: Caller): number {
    return Math.min(LONGEST_MS, (token?.expiresAt.getTime() ?? 0) - this.ports.clock().getTime());
  }

  private after(caller: Caller, number: string): Promise<NumberedRow[]> {
    return this.mailbox.open(caller, (tx) =>
      tx.query<NumberedRow>(
        `select number::text as place, ${NOTIFICATION_FIELDS} from notifications where ${MINE} and number > $1 order by number limit ${AT_ONCE}`,
        [number],
      ),
    );
  }

  private async startOf(caller: Caller, lastEventId: string | undefined): Promise<string> {
    const [row] = await this.mailbox.open(caller, async (tx) => {
      if (lastEventId === undefined) return tx.query<{ place: string }>(`select coalesce(max(number), 0)::text as place from notifications where ${MINE}`);
      return isId(lastEventId) ? tx.query<{ place: string }>(`select number::text as place from notifications where ${MINE} and id = $1`, [lastEventId]) : [];
    });
    if (!row) throw new Refused(400, 'bad_last_event_id', 'You have no notification of this id. Read the list, then follow the stream without an id.');
    return row.place;
  }
}

type NumberedRow = NotificationRow & { readonly place: string };
