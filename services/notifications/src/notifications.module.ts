import { Module } from '@nestjs/common';
import { liveStreams } from '@ringfleet/service-kit';
import { TenantsModule } from '@ringfleet/tenants';
import { OnBatchEnded } from './batches/on-batch-ended.js';
import { OnExportEnded } from './exports/on-export-ended.js';
import { OnImportEnded } from './imports/on-import-ended.js';
import { AddNotifications, ARRIVED } from './notifications/add-notifications.js';
import { ListNotifications } from './notifications/list-notifications.js';
import { Mailbox } from './notifications/mailbox.js';
import { MarkAllRead } from './notifications/mark-all-read.js';
import { MarkNotification } from './notifications/mark-notification.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { OnOperationEnded } from './operations/on-operation-ended.js';
import { FollowNotifications } from './stream/follow-notifications.js';
import { StreamController } from './stream/stream.controller.js';

@Module({
  imports: [TenantsModule],
  exports: [TenantsModule],
  controllers: [StreamController, NotificationsController, OnImportEnded, OnExportEnded, OnBatchEnded, OnOperationEnded],
  providers: [...liveStreams(ARRIVED), AddNotifications, FollowNotifications, ListNotifications, Mailbox, MarkAllRead, MarkNotification],
})
export class NotificationsModule {}
