import { systemClock } from '@ringfleet/kernel';
import { PostgresEventLog } from '@ringfleet/messaging/postgres';
import { FolderObjectStore } from '@ringfleet/object-storage/folder';
import { createLogger, type Logger } from '@ringfleet/observability';
import { Sealer } from '@ringfleet/secrets';
import type { Ports, ServiceName } from '@ringfleet/service-kit';
import { LocalAddressBook } from './address-book.js';
import { type Home, openHome } from './home/home.js';
import { type HomePostgres, startHomePostgres } from './home/home-postgres.js';
import { databaseOf } from './home/service-database.js';
import { otherIssuerIn } from './other-issuer.js';

const HOUR_MS = 3_600_000;

export interface HomeOptions {
  /** The home folder; created if it is not there. */
  readonly path: string;
  /** Where people and systems reach the front door: http://127.0.0.1:8080 */
  readonly publicUrl: string;
  /** Whether a new home is filled with the demo data. */
  readonly demo: boolean;
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}

/** Everything that services need, from one folder on one machine: PostgreSQL, event log, objects, keys. */
export interface HomeRuntime {
  readonly home: Home;
  /** The ports of one service; its database is created if it is not there. */
  portsFor(service: ServiceName): Promise<Ports>;
  /** Resolves when PostgreSQL has ended, asked to or not. */
  readonly databaseEnded: Promise<void>;
  stop(): Promise<void>;
}

/** Opens a home and starts what lives in it. Throws `HomeInUse` while another process has it. */
export async function startHomeRuntime({ path, publicUrl, demo, settings, log }: HomeOptions): Promise<HomeRuntime> {
  const other = otherIssuerIn(settings);
  const home = openHome(path);
  const postgres = await startHomePostgres(home);
  const eventLog = await openEventLog(postgres, log);
  const objects = await FolderObjectStore.open(home.objects);
  const sealer = new Sealer(home.sealingKeys);
  const addresses = new LocalAddressBook();
  const sweep = setInterval(
    () => void eventLog.sweep(systemClock()).catch((error: unknown) => log.warn({ err: error }, 'old events could not be swept')),
    HOUR_MS,
  );
  const issuer = { issuer: `${publicUrl}/oauth`, jwksUrl: `${publicUrl}/oauth/jwks`, other };
  return {
    home,
    databaseEnded: postgres.ended,
    portsFor: async (service) => ({
      log: createLogger({ service }),
      clock: systemClock,
      eventLog,
      objects,
      sealer,
      addresses,
      issuer,
      publicUrl,
      database: await postgres.ensureDatabase(databaseOf(service)),
      demo,
      settings,
    }),
    stop: async () => {
      clearInterval(sweep);
      await Promise.race([eventLog.close(), postgres.ended]); // whom the database has left has nothing to finish
      await postgres.stop();
      home.close();
    },
  };
}

async function openEventLog(postgres: HomePostgres, log: Logger): Promise<PostgresEventLog> {
  const { ownerUrl, appUrl } = await postgres.ensureDatabase('log');
  await PostgresEventLog.migrate(ownerUrl);
  return new PostgresEventLog({ databaseUrl: appUrl, log });
}
