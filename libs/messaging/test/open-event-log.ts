import { PostgresEventLog } from '@ringfleet/messaging/postgres';
import { createLogger } from '@ringfleet/observability';

/** The log of the suite, for a child process. */
export const openEventLog = (): PostgresEventLog =>
  new PostgresEventLog({ databaseUrl: process.env['EVENT_LOG_URL'] ?? '', log: createLogger({ service: 'test', level: 'fatal' }) });
