import type { EventLog } from '@ringfleet/messaging';

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

/** What the tests of the suite share. */
export interface LogContext {
  readonly log: () => EventLogUnderTest;
  /** Another process's view of the log, closed after the test. */
  readonly open: () => EventLog;
}
