import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { tracedTogether } from '@ringfleet/observability';
import { AddNotifications } from '../notifications/add-notifications.js';
import { batchNotification } from './batch-notification.js';

/** A batch of changes of devices is over: the one who started it is told (INV-12, NTF-01). */
@Controller()
export class OnBatchEnded {
  constructor(@Inject(AddNotifications) private readonly add: AddNotifications) {}

  @Hears(topics.batches)
  async execute(@Payload() records: readonly LogRecord[]): Promise<void> {
    const ended = records.flatMap(({ value, headers }) =>
      (value ? batchNotification(decode(topics.batches, value)) : []).map((notification) => ({ notification, traceparent: headers['traceparent'] })),
    );
    const works = ended.map(({ notification, traceparent }) => ({
      service: 'notifications',
      name: 'notify',
      traceparent,
      attributes: { 'ringfleet.batch.id': notification.subjectId },
    }));
    await tracedTogether(works, () => this.add.execute(ended.map(({ notification }) => notification)));
  }
}
