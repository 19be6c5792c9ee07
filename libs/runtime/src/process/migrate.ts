import { isTransient } from '@ringfleet/messaging';
import type { Logger } from '@ringfleet/observability';
import { Database } from '@ringfleet/persistence';
import type { ServiceCard } from '@ringfleet/service-kit';
import { setTimeout as pause } from 'node:timers/promises';
import { type Environment, readOwnerUrl } from './service-config.js';

const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/** Brings the schema of a service to this release. A database that does not answer yet is waited for, a minute at most. */
export async function migrate({ entities, migrations }: ServiceCard, env: Environment, log: Logger): Promise<void> {
  const ownerUrl = readOwnerUrl(env);
  const until = Date.now() + PATIENCE_MS;
  const database = await Database.open({ appUrl: ownerUrl, ownerUrl, entities, migrations });
  for (;;) {
    try {
      await database.migrate();
      await database.close();
      log.info({ migrations: migrations.length }, 'migrated');
      return;
    } catch (error) {
      if (!isTransient(error) || Date.now() > until) throw error;
      log.warn({ err: error }, 'cannot migrate yet');
      await pause(PAUSE_MS);
    }
  }
}
