import type { EventLog } from '@ringfleet/messaging';
import { eventLogConsumers } from './event-log-consumers.js';
import { eventLogMembers } from './event-log-members.js';
import { eventLogRecords } from './event-log-records.js';

/** An adapter as the suite needs it: one log, looked at from several processes. */
export interface EventLogUnderTest {
  /** The log as a process sees it, with connections of its own. The suite closes it. */
  open(): EventLog;
  /** For child processes: a module with `openEventLog(): EventLog`, and the environment it needs. */
  readonly child: { readonly module: string; readonly env: NodeJS.ProcessEnv };
  /** Destroys all connections that there are at this moment, as the restart of an engine does. */
  disconnect(): Promise<void>;
  /** Removes the log. */
  remove(): Promise<void>;
}

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

export interface LogContext {
  readonly log: () => EventLogUnderTest;
  /** Another process's view of the log, closed after the test. */
  readonly open: () => EventLog;
}
