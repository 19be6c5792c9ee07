// An instance of device-control in a process of its own, to be killed: DATABASE_URL, EVENT_LOG_URL, OBJECTS and RINGFLEET_… as environment.
import { createRouterTransport } from '@connectrpc/connect';
import { systemClock } from '@ringfleet/kernel';
import { PostgresEventLog } from '@ringfleet/messaging/postgres';
import { FolderObjectStore } from '@ringfleet/object-storage/folder';
import { createLogger } from '@ringfleet/observability';
import { Sealer } from '@ringfleet/secrets';
import { startService } from '@ringfleet/service-kit';
import { randomBytes } from 'node:crypto';
import { deviceControl } from '../../src/index.js';

const { DATABASE_URL = '', EVENT_LOG_URL = '', OBJECTS = '', ...settings } = process.env;
const log = createLogger({ service: 'test', level: 'fatal' });

await startService(deviceControl, {
  log,
  clock: systemClock,
  eventLog: new PostgresEventLog({ databaseUrl: EVENT_LOG_URL, log }),
  objects: await FolderObjectStore.open(OBJECTS),
  sealer: new Sealer([{ id: 'test', key: randomBytes(32) }]),
  // Nobody asks it for anything.
  addresses: { answers: () => undefined, transportTo: () => createRouterTransport(() => undefined) },
  issuer: { issuer: 'http://127.0.0.1', jwksUrl: 'http://127.0.0.1/jwks' },
  publicUrl: 'http://127.0.0.1',
  database: { appUrl: DATABASE_URL },
  demo: false,
  settings,
});
process.stdout.write('"started"\n');
process.stdin.resume();
