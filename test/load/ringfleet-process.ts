// A Ringfleet of one process on a home of its own, for measuring.
import { PostgresEventLog } from '@ringfleet/messaging/postgres';
import { createLogger } from '@ringfleet/observability';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../deploy/engines/free-port.mjs';
import type { MeasuredEngines } from './copy-limit.ts';

/** As in `npm start`: on a machine of many GB node would give 134 MB to what is new alone, which makes nothing faster. */
const HEAP = '--max-semi-space-size=16'; // MiB

export interface Credentials {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface FirstCredentials extends Credentials {
  readonly users: readonly { readonly name: string; readonly role: string; readonly password: string }[];
  readonly resellers: readonly (Omit<Credentials, 'url'> & { readonly name: string })[];
}

export interface MeasuredRingfleet {
  readonly folder: string;
  readonly engines: MeasuredEngines;
  readonly credentials: FirstCredentials;
  /** Of its PostgreSQL. */
  readonly postgresData: string;
  /** URL of the role that owns a service's tables. */
  ownerUrl(database: string): string;
  readonly pid: number;
  /** Most memory the process ever held, in MB of 1,000,000 bytes; PostgreSQL is not part of it. */
  peakMb(): number;
  stop(): Promise<void>;
}

/** Most memory that a process ever held, in MB of 1,000,000 bytes. */
export const peakMbOf = (pid: number): number => Math.round((Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6);

/** @param settings of the environment, beside those that every measurement has */
export async function startRingfleet(settings: Readonly<Record<string, string>> = {}): Promise<MeasuredRingfleet> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfleet-bench-'));
  const home = join(folder, 'home');
  const env = {
    ...process.env,
    RINGFLEET_HOME: home,
    RINGFLEET_PORT: String(await freePort()),
    RINGFLEET_DEMO: 'on',
    RINGFLEET_FILES_MAX_BYTES: String(2 ** 30),
    ...settings,
  };
  const child = spawn(process.execPath, [HEAP, 'services/standalone/dist/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('is ready')) resolve();
    });
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.once('exit', (code) => reject(new Error(`Ringfleet ended with ${code}:\n${said.slice(-3000)}`)));
  });
  const credentials = JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8')) as FirstCredentials;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    folder,
    engines: enginesOf(home),
    credentials,
    postgresData: join(home, 'postgres/data'),
    ownerUrl: (database) => urlsOf(home)('ringfleet', database),
    pid: child.pid ?? 0,
    peakMb: () => peakMbOf(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function urlsOf(home: string): (role: string, database: string) => string {
  const { port, passwords } = JSON.parse(readFileSync(join(home, 'postgres/access.json'), 'utf8')) as { port: number; passwords: Record<string, string> };
  return (role, database) => `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`;
}

function enginesOf(home: string): MeasuredEngines {
  const urlOf = urlsOf(home);
  return {
    inventoryUrl: urlOf('ringfleet', 'inventory'),
    openLog: () => new PostgresEventLog({ databaseUrl: urlOf('log_app', 'log'), log: createLogger({ service: 'bench' }) }),
  };
}

/** Calls the API with a bearer token of the first key. */
export type Call = <T>(path: string, init?: RequestInit) => Promise<T>;

export async function clientOf({ url, clientId, clientSecret }: Credentials): Promise<Call> {
  const token = await fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }) });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  return async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${bearer}` },
    });
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
}
