// Debian's PostgreSQL 15 on a folder of its own: node deploy/engines/run.mjs postgres --folder DIR --port 5432
// RINGFLEET_POSTGRES_BIN names the folder of another PostgreSQL's programs.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialsIn } from './credentials/credentials.mjs';
import { launch, needPackages, run, takesConnections, untilReady } from './frame.mjs';

const BIN = process.env.RINGFLEET_POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
const PROGRAMS = ['postgres', 'initdb', 'pg_isready'].map((program) => join(BIN, program));

/** The account of Debian's package. PostgreSQL refuses to run as root. */
const ACCOUNT = 'postgres';
/** With the one capability that lets it reach its files below a folder closed to others. */
const AS_ACCOUNT = ['setpriv', `--reuid=${ACCOUNT}`, `--regid=${ACCOUNT}`, '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];

export const install = (context) => needPackages(context, PROGRAMS, ['postgresql-15']);

/**
 * Durable, with a password, which is made at the first start and kept in the folder. `max-connections` is 300 unless said otherwise.
 * @returns {Promise<import('./frame.mjs').Running>}
 */
export async function start({ folder, port, launched, 'max-connections': connections = '300' }) {
  const data = join(folder, 'data');
  const { user, password } = credentialsIn(folder, 'postgres');
  if (!existsSync(data)) initialise({ folder, data, user, password });
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: connections,
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const flags = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const [program, ...args] = command('postgres', flags);
  const child = launch(program, args, { cwd: folder, output: openSync(join(folder, 'postgres.log'), 'a') });
  // SIGINT ends it at once and in order; at SIGTERM it would wait for its clients to leave.
  launched(child, () => void child.kill('SIGINT'));
  await untilReady(child, async () => (await takesConnections(port)) && answers(port));
  return { address: `127.0.0.1:${port}`, pid: child.pid, child, more: { url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres` } };
}

/** What of the folder is there is whole: it is made aside, and takes its name at the end. */
function initialise({ folder, data, user, password }) {
  const coming = `${data}.coming`;
  rmSync(coming, { recursive: true, force: true });
  mkdirSync(coming, { mode: 0o700 });
  const file = join(folder, 'password');
  writeFileSync(file, password, { mode: 0o600 });
  if (isRoot()) for (const path of [coming, file]) chownSync(path, idOf('-u'), idOf('-g'));
  try {
    const flags = ['-D', coming, '-U', user, '--auth=scram-sha-256', `--pwfile=${file}`, '--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums'];
    const [program, ...args] = command('initdb', flags);
    run(program, args, { cwd: folder });
  } finally {
    rmSync(file);
  }
  renameSync(coming, data);
}

const answers = (port) => spawnSync(join(BIN, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).status === 0;

const isRoot = () => process.getuid?.() === 0;

const command = (program, args) => [...(isRoot() ? AS_ACCOUNT : []), join(BIN, program), ...args];

function idOf(which) {
  const { status, stdout } = spawnSync('id', [which, ACCOUNT], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`There is no account ${ACCOUNT}, as which PostgreSQL runs where one is root: useradd --system ${ACCOUNT}`);
  return Number(stdout);
}
