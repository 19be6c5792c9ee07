import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { AddNotifications } from '../notifications/add-notifications.js';
import { importNotification } from './import-notification.js';

/** An import finished, was cancelled or failed: the one who started it is told (IMP-08). */
@Controller()
export class OnImportEnded {
  constructor(@Inject(AddNotifications) private readonly add: AddNotifications) {}

  @Hears(topics.imports)
  async execute(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.add.execute(records.flatMap(({ value }) => (value ? importNotification(decode(topics.imports, value)) : [])));
  }
}
