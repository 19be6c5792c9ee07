import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller } from '@ringfleet/kernel';
import { Described, RecordId } from '@ringfleet/service-kit';
import { ListNotifications, type NotificationPage } from './list-notifications.js';
import { MarkAllRead } from './mark-all-read.js';
import { MarkNotification } from './mark-notification.js';
import type { NotificationView } from './notification-view.js';
import { MarkAllReadBody, MarkNotificationBody, NotificationsQuery } from './notifications.dto.js';

/** The caller's own notifications (NTF-01). */
@Controller('api/v1/notifications')
export class NotificationsController {
  constructor(
    @Inject(ListNotifications) private readonly list: ListNotifications,
    @Inject(MarkNotification) private readonly mark: MarkNotification,
    @Inject(MarkAllRead) private readonly markAll: MarkAllRead,
  ) {}

  @Get()
  @Described('Lists the notifications of the caller, the newest first')
  all(@CurrentCaller() caller: Caller, @Query() query: NotificationsQuery): Promise<NotificationPage> {
    return this.list.execute(caller, query);
  }

  @Patch(':id')
  @Described('Marks a notification as read or unread', { example: { read: true } })
  markOne(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Body() { read }: MarkNotificationBody): Promise<NotificationView> {
    return this.mark.execute(caller, id, read === true);
  }

  @Post('read-all')
  @Described('Marks all notifications as read', { refuses: { 409: ['count_changed'] }, example: { expectedCount: 3 } })
  @HttpCode(200)
  async readAll(@CurrentCaller() caller: Caller, @Body() { expectedCount }: MarkAllReadBody): Promise<{ marked: number }> {
    return { marked: await this.markAll.execute(caller, expectedCount) };
  }
}
