import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { tracedTogether } from '@ringfleet/observability';
import { AddNotifications } from '../notifications/add-notifications.js';
import { exportNotification } from './export-notification.js';

/** An export is ready, was cancelled or failed: the one who started it is told (EXP-01, NTF-01). */
@Controller()
export class OnExportEnded {
  constructor(@Inject(AddNotifications) private readonly add: AddNotifications) {}

  @Hears(topics.exports)
  async execute(@Payload() records: readonly LogRecord[]): Promise<void> {
    const ended = records.flatMap(({ value, headers }) =>
      (value ? exportNotification(decode(topics.exports, value)) : []).map((notification) => ({ notification, traceparent: headers['traceparent'] })),
    );
    const works = ended.map(({ notification, traceparent }) => ({
      service: 'notifications',
      name: 'notify',
      traceparent,
      attributes: { 'ringfleet.export.id': notification.subjectId },
    }));
    await tracedTogether(works, () => this.add.execute(ended.map(({ notification }) => notification)));
  }
}
