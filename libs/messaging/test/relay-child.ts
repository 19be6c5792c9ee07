// A relay in a process of its own, to be killed between sending and removing: node relay-child.ts <service>, with OUTBOX_URL and EVENT_LOG_URL.
import { OutboxRelay, type Producer } from '@ringfleet/messaging';
import { createLogger } from '@ringfleet/observability';
import { EventLogAround } from '@ringfleet/testing/event-logs';
import { openEventLog } from './open-event-log.js';

/** Never says that it has appended. */
class SilentEventLog extends EventLogAround {
  async subscribe(): Promise<never> {
    throw new Error('A relay does not subscribe.');
  }

  override async producer(name: string): Promise<Producer> {
    const producer = await super.producer(name);
    return {
      append: async (records) => {
        await producer.append(records);
        process.stdout.write('"sent"\n');
        await new Promise(() => undefined);
      },
    };
  }
}

const [service = ''] = process.argv.slice(2);
const relay = new OutboxRelay({
  service,
  databaseUrl: process.env['OUTBOX_URL'] ?? '',
  eventLog: new SilentEventLog(openEventLog()),
  log: createLogger({ service: 'test', level: 'fatal' }),
});
await relay.start();
process.stdin.resume();
