// What phones come to while it is measured: a Ringfleet of one process, at the port of phones that its threads take, or the services over the real engines with as many instances of profiles.
import { Sealer } from '@ringfleet/secrets';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../deploy/engines/free-port.mjs';
import { type Credentials, peakMbOf, startRingfleet } from './ringfleet-process.ts';

export interface Measurable {
  readonly folder: string;
  readonly credentials: Credentials;
  /** Where phones come, the one as well as the other. */
  readonly ports: readonly number[];
  /** The processes of Ringfleet, without PostgreSQL. */
  readonly pids: readonly number[];
  readonly postgresData: string;
  /** Of a role that sees all of the database of profiles. */
  readonly profilesUrl: string;
  readonly sealer: Sealer;
  /** Most memory that each of those which phones come to ever held, in MB of 1,000,000 bytes. */
  peakMb(): readonly number[];
  stop(): Promise<void>;
}

interface Key {
  readonly id: string;
  readonly key: string;
}

const sealerOf = (keys: readonly Key[]): Sealer => new Sealer(keys.map(({ id, key }) => ({ id, key: new Uint8Array(Buffer.from(key, 'base64')) })));

/** @param threads that take the port of phones; 0: they come to the process's one port */
export async function startOne(threads: number): Promise<Measurable> {
  const port = threads > 0 ? await freePort() : undefined;
  const ringfleet = await startRingfleet(port ? { RINGFLEET_PHONES_PORT: String(port), RINGFLEET_PHONES_THREADS: String(threads) } : {});
  const { folder, credentials, pid, postgresData } = ringfleet;
  const { keys } = JSON.parse(readFileSync(join(folder, 'home/keys.json'), 'utf8')) as { keys: Key[] };
  return {
    folder,
    credentials,
    ports: [port ?? Number(new URL(credentials.url).port)],
    pids: [pid],
    postgresData,
    profilesUrl: ringfleet.ownerUrl('profiles'),
    sealer: sealerOf(keys),
    peakMb: () => [ringfleet.peakMb()],
    stop: () => ringfleet.stop(),
  };
}

interface StackState {
  readonly ports: Readonly<Record<string, number>>;
  readonly sealingKeys: string;
  readonly processes: Readonly<Record<string, { readonly pid: number }>>;
}

const isInstance = (name: string): boolean => /-\d+$/.test(name); // profiles-1

/** Phones come to the instances of profiles one after the other, as a balancer has them. */
export function startStack(instances: number): Measurable {
  const folder = mkdtempSync(join(tmpdir(), 'ringfleet-bench-'));
  const env = { ...process.env, RINGFLEET_STACK: join(folder, 'stack') };
  const stack = (...args: string[]): void => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['deploy/stack/stack.mjs', ...args], { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`npm run stack -- ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  };
  const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, 'stack', ...path), 'utf8'));
  const stop = (): void => {
    stack('down');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    stack('up', '--instances', `profiles=${instances}`);
  } catch (error) {
    stop();
    throw error;
  }
  const { ports, sealingKeys, processes } = read('stack.json') as StackState;
  const { password } = read('postgres/credentials.json') as { password: string };
  const named = Array.from({ length: instances }, (_, at) => `profiles-${at + 1}`);
  const pidOf = (name: string): number => processes[name]?.pid ?? 0;
  return {
    folder,
    credentials: read('credentials.json') as Credentials,
    ports: named.map((name) => ports[name] ?? 0),
    pids: Object.keys(processes).filter(isInstance).map(pidOf),
    postgresData: join(folder, 'stack/postgres/data'),
    profilesUrl: `postgres://postgres:${password}@127.0.0.1:${ports['postgres']}/profiles`,
    sealer: sealerOf(JSON.parse(sealingKeys) as Key[]),
    peakMb: () => named.map(pidOf).map(peakMbOf),
    stop: async () => stop(),
  };
}
