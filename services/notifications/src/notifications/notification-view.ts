import type { NotificationData, NotificationKind } from './notification.js';

/** A notification as the API shows it. */
export interface NotificationView {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly title: string;
  readonly data: NotificationData;
  readonly createdAt: string;
  readonly readAt: string | null;
}

/** The driver gives times as PostgreSQL writes them: 2026-11-21 07:34:48.123+00 */
export interface NotificationRow {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly title: string;
  readonly data: NotificationData;
  readonly created_at: string | Date;
  readonly read_at: string | Date | null;
}

export const NOTIFICATION_FIELDS = 'id, kind, title, data, created_at, read_at';

export const notificationView = ({ id, kind, title, data, created_at: created, read_at: read }: NotificationRow): NotificationView => ({
  id,
  kind,
  title,
  data,
  createdAt: new Date(created).toISOString(),
  readAt: read === null ? null : new Date(read).toISOString(),
});
