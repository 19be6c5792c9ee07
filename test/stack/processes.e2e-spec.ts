// Real: a service in a process of its own as built, over the stack's Kafka, MinIO and PostgreSQL. Not in the stack: it has a database of its own.
import { ensureServiceDatabase, type ServiceDatabase } from '@ringfleet/runtime';
import { freePort } from '@ringfleet/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runs, startOf } from '../../deploy/stack/processes.mjs';

// It hears nothing, so it takes no events from the one in the stack.
const PROGRAM = join(import.meta.dirname, '../../services/profiles/dist/main.js');

interface Stored {
  readonly ports: Readonly<Record<string, number>>;
  readonly serviceKey: string;
  readonly sealingKeys: string;
}

let environment: Readonly<Record<string, string>>;
let database: ServiceDatabase;
let url: string;

const stored = (name: string): unknown => JSON.parse(readFileSync(join(process.env['RINGFLEET_STACK'] ?? '', name), 'utf8'));

beforeAll(async () => {
  const { ports, serviceKey, sealingKeys } = stored('stack.json') as Stored;
  const [minio, superuser] = ['minio', 'postgres'].map(
    (engine) => stored(`${engine}/credentials.json`) as { readonly user: string; readonly password: string },
  );
  const role = (user: string, password: string, name: string): string => `postgres://${user}:${password}@127.0.0.1:${ports['postgres']}/${name}`;
  const access = {
    password: () => 'of-a-test',
    url: (user: string, name: string) => (user.startsWith('alone_') ? role(user, 'of-a-test', name) : role('postgres', superuser?.password ?? '', name)),
  };
  database = await ensureServiceDatabase(access, `alone_${randomBytes(4).toString('hex')}`);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  environment = {
    RINGFLEET_PORT: String(port),
    RINGFLEET_PUBLIC_URL: `http://127.0.0.1:${ports['nginx']}`,
    RINGFLEET_DATABASE_URL: database.appUrl,
    RINGFLEET_KAFKA_BROKERS: `127.0.0.1:${ports['kafka']}`,
    RINGFLEET_OBJECTS_URL: `http://127.0.0.1:${ports['minio']}`,
    RINGFLEET_OBJECTS_ACCESS_KEY: minio?.user ?? '',
    RINGFLEET_OBJECTS_SECRET_KEY: minio?.password ?? '',
    RINGFLEET_SEALING_KEYS: sealingKeys,
    RINGFLEET_SERVICE_KEY: serviceKey,
  };
});

/** Without what this process has of RINGFLEET_…: a service gets what it is given. */
function start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RINGFLEET_') && name !== 'NODE_OPTIONS'));
  // The Kafka client makes Node warn of a timer.
  return spawn(process.execPath, ['--no-warnings', PROGRAM, ...args], { env: { ...inherited, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = '';
  child.stderr?.on('data', (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

/** What /ready says as soon as it is as wanted. */
async function untilReadiness(wanted: (said: string) => boolean): Promise<string> {
  for (;;) {
    const said = await fetch(`${url}/ready`).then(
      (response) => response.text(),
      () => '',
    );
    if (wanted(said)) return said;
  }
}

describe('a service in a process of its own', () => {
  it('waits, alive and not ready, for the schema that another process makes, and ends in order when told to', async () => {
    const service = start([], environment);
    const end = ended(service);
    expect(await untilReadiness((said) => said.includes('schema'))).toBe(
      '{"status":"not ready","waitsFor":"The database\'s schema is not migrated to this release yet."}',
    );
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await ended(start(['migrate'], { RINGFLEET_DATABASE_OWNER_URL: database.ownerUrl }))).toEqual({ code: 0, said: '' });
    expect(await untilReadiness((said) => said.includes('"ready"'))).toBe('{"status":"ready"}');
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    service.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, said: '' });
  });

  it('ends when told to while it still waits', async () => {
    const service = start([], { ...environment, RINGFLEET_DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none' });
    const end = ended(service);
    await untilReadiness((said) => said.includes('not ready'));
    service.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, said: '' });
  });

  it('says in plain words why it cannot start', async () => {
    const { RINGFLEET_SERVICE_KEY: _, ...lacking } = environment;
    expect(await ended(start([], lacking))).toEqual({ code: 1, said: expect.stringMatching(/^profiles: RINGFLEET_SERVICE_KEY is missing: give .+\.\n$/) }); // …
    const taken = new URL(environment['RINGFLEET_PUBLIC_URL'] ?? '').port;
    expect(await ended(start([], { ...environment, RINGFLEET_PORT: taken }))).toEqual({
      code: 1,
      said: `profiles: Port ${taken} is taken by another program; set RINGFLEET_PORT to a free one.\n`,
    });
  });
});

describe('a process that a stack has recorded', () => {
  it('is not mistaken for another one that has its number now', () => {
    const started = startOf(process.pid) ?? '';
    expect(runs({ pid: process.pid, started, as: '' })).toBe(true);
    expect(runs({ pid: process.pid, started: `${started}0`, as: '' })).toBe(false);
  });
});
