import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { AddNotifications } from '../notifications/add-notifications.js';
import { operationNotification } from './operation-notification.js';

/** A restart or resync of phones is over: the one who started it is told (CTL-03, NTF-01). */
@Controller()
export class OnOperationEnded {
  constructor(@Inject(AddNotifications) private readonly add: AddNotifications) {}

  @Hears(topics.operations)
  async execute(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.add.execute(records.flatMap(({ value }) => (value ? operationNotification(decode(topics.operations, value)) : [])));
  }
}
