import { Inject, Injectable } from '@nestjs/common';
import { type Caller, isId, Refused } from '@ringfleet/kernel';
import { LiveStreams, type News } from '@ringfleet/service-kit';
import type { ServerResponse } from 'node:http';
import { Mailbox, MINE } from '../notifications/mailbox.js';
import { NOTIFICATION_FIELDS, type NotificationRow, notificationView } from '../notifications/notification-view.js';

const AT_ONCE = 100;

/** Streams the caller's notifications as they come. */
@Injectable()
export class FollowNotifications {
  constructor(
    @Inject(Mailbox) private readonly mailbox: Mailbox,
    @Inject(LiveStreams) private readonly streams: LiveStreams,
  ) {}

  /**
   * Answers with a stream that begins after the notification `lastEventId`, or with what comes from now on.
   * Throws `Refused` 400 `bad_last_event_id` where the caller has no such notification.
   */
  execute(caller: Caller, lastEventId: string | undefined, response: ServerResponse): Promise<void> {
    return this.streams.follow({ caller, keys: [caller.id], response }, async () => {
      let last = await this.startOf(caller, lastEventId);
      return async (): Promise<News> => {
        const rows = await this.after(caller, last);
        last = rows.at(-1)?.place ?? last;
        return { events: rows.map((row) => ({ event: 'notification', id: row.id, data: notificationView(row) })), isAll: rows.length < AT_ONCE };
      };
    });
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
