import type { EventLog } from '@ringfleet/messaging';
import { eventLogConsumers } from './event-log-consumers.js';
import { eventLogMembers } from './event-log-members.js';
import { eventLogRecords } from './event-log-records.js';
import type { EventLogUnderTest, LogContext } from './event-log-under-test.js';

/** What every adapter of the EventLog port does. Real: the engine, processes, killing them. */
export function eventLogContract(name: string, create: () => Promise<EventLogUnderTest>): void {
  describe(`the event log on ${name}`, () => {
    let log: EventLogUnderTest;
    const opened: EventLog[] = [];
    beforeAll(async () => {
      log = await create();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((each) => each.close()));
    });
    afterAll(() => log.remove());

    const context: LogContext = {
      log: () => log,
      open: () => {
        const eventLog = log.open();
        opened.push(eventLog);
        return eventLog;
      },
    };
    eventLogRecords(context);
    eventLogMembers(context);
    eventLogConsumers(context);
  });
}
