// A real Kamailio for tests, started as deploy/engines does it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../deploy/engines/free-port.mjs';

const RUN = fileURLToPath(new URL('../../../deploy/engines/run.mjs', import.meta.url));

export interface Kamailio {
  /** Where phones register, over UDP and TCP, on 127.0.0.1. */
  readonly port: number;
  /** RINGFLEET_REGISTRAR_…: where device-control finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** kill -9: what was registered is forgotten. */
  kill(): Promise<void>;
  /** Starts it again at the same place. */
  start(): Promise<void>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

export interface KamailioOptions {
  /** Passwords by user name; without them phones give none. */
  readonly subscribers?: Readonly<Record<string, string>>;
  /** So many requests of one address are taken in two seconds (default: as many as come). */
  readonly perAddress?: number;
}

/** Starts a throw-away registrar on free ports of 127.0.0.1; it stops with this process at the latest. */
export async function startKamailio({ subscribers, perAddress }: KamailioOptions = {}): Promise<Kamailio> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfleet-kamailio-'));
  const port = await freePort();
  const args = ['kamailio', '--folder', folder, '--port', String(port)];
  if (perAddress !== undefined) args.push('--per-address', String(perAddress));
  if (subscribers) {
    const file = join(folder, 'passwords');
    writeFileSync(
      file,
      Object.entries(subscribers)
        .map(([user, password]) => `${user}:${password}\n`)
        .join(''),
    );
    args.push('--subscribers', file);
  }
  let running = await run(args);
  return {
    port,
    environment: running.environment,
    async kill() {
      process.kill(-running.pid, 'SIGKILL');
      await running.exited;
    },
    async start() {
      running = await run(args);
    },
    async remove() {
      running.child.kill('SIGTERM');
      await running.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  /** Of Kamailio's first process, the leader of their group. */
  readonly pid: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly exited: Promise<unknown>;
}

async function run(args: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [RUN, ...args], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  const exited = once(child, 'exit');
  const { value, done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (done) throw new Error('Kamailio did not start; what it said is above.');
  const { pid, environment } = JSON.parse(value) as Pick<Running, 'pid' | 'environment'>;
  return { child, pid, environment, exited };
}
