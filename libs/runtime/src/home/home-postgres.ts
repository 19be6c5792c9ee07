import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Home } from './home.js';
import { LogFile } from './log-file.js';
import { PostgresAccess } from './postgres-access.js';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.js';
import { prepareData, stopServers, SUPERUSER } from './postgres-data.js';
import { type Guard, startGuard } from './postgres-guard.js';
import { readText } from './private-files.js';
import { closeCommonDatabases, ensureServiceDatabase, type ServiceDatabase } from './service-database.js';

/** The PostgreSQL server of a home, on 127.0.0.1. */
export interface HomePostgres {
  readonly port: number;
  /** Creates the database of a service with its roles if they are not there; several may be asked for at once. */
  ensureDatabase(name: string): Promise<ServiceDatabase>;
  /** Resolves when the server has ended, asked to or not. */
  readonly ended: Promise<void>;
  /** Disconnects clients, writes everything, ends the server. */
  stop(): Promise<void>;
}

/** Durable, sized for one machine that does other work too. What a failed statement said stays out of the log: it may hold secrets. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'password_encryption=scram-sha-256',
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'checkpoint_timeout=15min',
  'checkpoint_completion_target=0.9',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
];
const PORT_TAKEN = 'could not create any TCP/IP sockets';

/**
 * Starts the PostgreSQL of a home; the first time it is created (about a second). A server left behind by a killed process is stopped first, never joined:
 * so there is one way to start, with this release's settings and with a guard of our own.
 */
export async function startHomePostgres(home: Home): Promise<HomePostgres> {
  const binaries = await postgresBinaries();
  const access = new PostgresAccess(home.postgres);
  const data = await prepareData(home.postgres, binaries, access.password(SUPERUSER));
  const log = new LogFile(join(home.logs, 'postgres.log'));
  const guard = await startOnSomePort(binaries, data, access, log).catch((error: unknown) => {
    log.close();
    throw error;
  });
  void guard.ended.finally(() => log.close()).catch(() => undefined);
  const stop = async (): Promise<void> => {
    await guard.stop();
    await stopServers(home.postgres); // in case the guard was killed before
  };
  try {
    await closeCommonDatabases(access);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port: access.port, ensureDatabase: (name) => ensureServiceDatabase(access, name), ended: guard.ended, stop };
}

/** On the port of last time, else on a free one, which may be taken by another program before the server has it. */
async function startOnSomePort(binaries: PostgresBinaries, data: string, access: PostgresAccess, log: LogFile): Promise<Guard> {
  for (let attempt = 1; ; attempt += 1) {
    if (access.port === 0 || !(await isFree(access.port))) access.port = await freePort();
    const begin = log.end;
    const before = pidFile(data);
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    const guard = startGuard([...binaries.command('postgres'), '-D', data, '-p', String(access.port), ...settings], data, log.descriptor);
    if (await becomesReady(guard, data, before)) return guard;
    const said = log.since(begin);
    if (attempt === 5 || !said.includes(PORT_TAKEN)) throw new Error(`PostgreSQL did not start:\n${said}`);
  }
}

/** Recovery after a crash may take minutes. False when the server ended instead. */
async function becomesReady(guard: Guard, data: string, before: string | undefined): Promise<boolean> {
  let ended = false;
  const watch = guard.ended.finally(() => (ended = true));
  watch.catch(() => undefined);
  while (!ended) {
    const now = pidFile(data);
    if (now !== before && now?.split('\n')[7]?.trim() === 'ready') return true;
    await Promise.race([pause(10), watch]);
  }
  return false;
}

/** The server writes its state into line 8 of it. One that was killed leaves its own behind. */
const pidFile = (data: string): string | undefined => readText(join(data, 'postmaster.pid'));

const isFree = (port: number): Promise<boolean> =>
  listen(port).then(
    () => true,
    () => false,
  );

const freePort = (): Promise<number> => listen(0);

/** Takes a port (0: any) and gives it back at once. Not the probe of service-kit's door: tests run this file without a build, which decorators need. */
async function listen(port: number): Promise<number> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : port;
}
