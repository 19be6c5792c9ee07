import type { EventLog } from '@ringfleet/messaging';
import { PostgresEventLog } from '@ringfleet/messaging/postgres';
import type { Logger } from '@ringfleet/observability';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresAccess } from './home/postgres-access.js';

/** Nothing works in this home, or there is no home. */
export class HomeNotRunning extends Error {
  override readonly name = 'HomeNotRunning';
  readonly code = 'home_not_running';
}

/**
 * The event log of a home in which another process works, for looking into it: neither takes the lock nor starts or writes anything of the home's own.
 * Close it after use. Throws `HomeNotRunning`.
 */
export async function openHomeEventLog(path: string, log: Logger): Promise<EventLog> {
  if (!existsSync(join(path, 'postgres', 'access.json'))) {
    throw new HomeNotRunning(`There is no Ringfleet home at ${path}. Start Ringfleet with: npm start. If its home is elsewhere, set RINGFLEET_HOME.`);
  }
  const access = new PostgresAccess(join(realpathSync(path), 'postgres'));
  if (!access.knows('log_app')) throw notRunning(path); // its first start has not come so far
  const eventLog = new PostgresEventLog({ databaseUrl: access.url('log_app', 'log'), log });
  try {
    await eventLog.check();
    return eventLog;
  } catch (error) {
    await eventLog.close();
    throw notRunning(path, error);
  }
}

const notRunning = (path: string, cause?: unknown): HomeNotRunning =>
  new HomeNotRunning(`Ringfleet does not run in the home ${path}: its database does not answer. Start it with: npm start`, { cause });
