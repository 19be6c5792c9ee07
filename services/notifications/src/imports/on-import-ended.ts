import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { tracedTogether } from '@ringfleet/observability';
import { AddNotifications } from '../notifications/add-notifications.js';
import { importNotification } from './import-notification.js';

/** An import finished, was cancelled or failed: the one who started it is told (IMP-08). */
@Controller()
export class OnImportEnded {
  constructor(@Inject(AddNotifications) private readonly add: AddNotifications) {}

  @Hears(topics.imports)
  async execute(@Payload() records: readonly LogRecord[]): Promise<void> {
    const ended = records.flatMap(({ value, headers }) =>
      (value ? importNotification(decode(topics.imports, value)) : []).map((notification) => ({ notification, traceparent: headers['traceparent'] })),
    );
    const works = ended.map(({ notification, traceparent }) => ({
      service: 'notifications',
      name: 'notify',
      traceparent,
      attributes: { 'ringfleet.import.id': notification.subjectId },
    }));
    await tracedTogether(works, () => this.add.execute(ended.map(({ notification }) => notification)));
  }
}
