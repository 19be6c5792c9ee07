import { Inject, Injectable } from '@nestjs/common';
import { type Caller, notFound } from '@ringfleet/kernel';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Mailbox, MINE } from './mailbox.js';
import { NOTIFICATION_FIELDS, type NotificationRow, notificationView, type NotificationView } from './notification-view.js';

/** Marks one notification read or unread. What was read before keeps its time. */
@Injectable()
export class MarkNotification {
  constructor(
    @Inject(Mailbox) private readonly mailbox: Mailbox,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  async execute(caller: Caller, id: string, read: boolean): Promise<NotificationView> {
    const readAt = read ? this.ports.clock() : null;
    const [row] = await this.mailbox.open(caller, (tx) => tx.query<NotificationRow>(MARK, [id, readAt]));
    if (!row) throw notFound('notification');
    return notificationView(row);
  }
}

const MARK = `
update notifications set read_at = case when $2::timestamptz is null then null else coalesce(read_at, $2) end
where ${MINE} and id = $1
returning ${NOTIFICATION_FIELDS}`;
