import { Inject, Injectable } from '@nestjs/common';
import { type Caller, encodeCursor, idOfCursor, type Page } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { Mailbox, MINE } from './mailbox.js';
import { NOTIFICATION_FIELDS, type NotificationRow, notificationView, type NotificationView } from './notification-view.js';

export interface ListNotificationsQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Only those that are not read yet. */
  readonly unread: boolean;
}

export interface NotificationPage extends Page<NotificationView> {
  /** Of all of the caller's notifications, whatever the page shows: the number at the bell. */
  readonly unreadCount: number;
}

/** A page of the caller's notifications, newest first. */
@Injectable()
export class ListNotifications {
  constructor(@Inject(Mailbox) private readonly mailbox: Mailbox) {}

  async execute(caller: Caller, { limit, cursor, unread }: ListNotificationsQuery): Promise<NotificationPage> {
    const before = cursor === undefined ? null : idOfCursor(cursor);
    return this.mailbox.open(caller, async (tx) => {
      const rows = await tx.query<NotificationRow>(
        `select ${NOTIFICATION_FIELDS} from notifications
         where ${MINE} ${unread ? 'and read_at is null' : ''} ${before ? 'and number < (select number from notifications where id = $2)' : ''}
         order by number desc limit $1`,
        before ? [limit + 1, before] : [limit + 1],
      );
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      const { all, unreadCount } = await count(tx);
      return {
        items: shown.map(notificationView),
        nextCursor: last ? encodeCursor([last.id]) : null,
        total: { value: unread ? unreadCount : all, exact: true },
        unreadCount,
      };
    });
  }
}

async function count(tx: Tx): Promise<{ all: number; unreadCount: number }> {
  const [row] = await tx.query<{ all: number; unread: number }>(
    `select count(*)::int as all, count(*) filter (where read_at is null)::int as unread from notifications where ${MINE}`,
  );
  return { all: row?.all ?? 0, unreadCount: row?.unread ?? 0 };
}
