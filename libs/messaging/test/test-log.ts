import { PostgresEventLog } from '@ringfleet/messaging/postgres';
import { createLogger } from '@ringfleet/observability';
import { createTestDatabase, type TestDatabase } from '@ringfleet/testing';
import type { EventLogUnderTest } from '@ringfleet/testing/contract';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

export const silent = createLogger({ service: 'test', level: 'fatal' });

/** Runs SQL as the superuser, in a database. */
export async function asSuperuser(database: string, sql: string): Promise<void> {
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Ends all connections to a database but the one that does it. */
export const endConnections = (database: string): Promise<void> =>
  asSuperuser('postgres', `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and pid <> pg_backend_pid()`);

export interface TestLog extends EventLogUnderTest {
  readonly database: TestDatabase;
  open(): PostgresEventLog;
}

/** An event log in an empty database. */
export async function createTestLog(): Promise<TestLog> {
  const database = await createTestDatabase();
  await Promise.all([PostgresEventLog.migrate(database.ownerUrl), PostgresEventLog.migrate(database.ownerUrl)]);
  return {
    database,
    open: () => new PostgresEventLog({ databaseUrl: database.appUrl, log: silent }),
    child: { module: fileURLToPath(new URL('open-event-log.ts', import.meta.url)), env: { EVENT_LOG_URL: database.appUrl } },
    disconnect: () => endConnections(database.name),
    remove: () => database.drop(),
  };
}
