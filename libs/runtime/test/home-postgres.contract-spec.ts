// Real: PostgreSQL from npm, processes that are killed, a network port.
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Home, openHome } from '../src/home/home.js';
import { type HomePostgres, startHomePostgres } from '../src/home/home-postgres.js';
import { processesOn } from '../src/home/postgres-data.js';
import { Child, temporaryHome } from './home-processes.js';

interface Urls {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

const home = temporaryHome();
let children: Child[] = [];

/** A process that has started the home's PostgreSQL and written a row into `kept`. */
async function startChild(env: NodeJS.ProcessEnv = {}): Promise<Child & Urls> {
  const child = Child.start('./home-child.ts', home.path, env);
  children.push(child);
  await child.line();
  const urls = await child.said<Urls>();
  await query(urls.ownerUrl, 'create table if not exists kept (at timestamptz); insert into kept values (now())');
  return Object.assign(child, urls);
}

/** Does the work in this process, with a server of its own, and stops. */
async function here<T>(work: (postgres: HomePostgres, opened: Home) => Promise<T>): Promise<T> {
  const opened = openHome(home.path);
  const postgres = await startHomePostgres(opened);
  try {
    return await work(postgres, opened);
  } finally {
    await postgres.stop();
    opened.close();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // the server goes away under it
  await client.connect();
  return client;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = await connect(url);
  try {
    const result: unknown = await client.query(sql);
    return (Array.isArray(result) ? [] : (result as { rows: Record<string, unknown>[] }).rows) ?? [];
  } finally {
    await client.end();
  }
}

const kept = (): Promise<number> =>
  here(async (postgres) => {
    const { ownerUrl } = await postgres.ensureDatabase('inventory');
    return (await query(ownerUrl, 'select * from kept')).length;
  });

const data = (): string => join(home.path, 'postgres', 'data');
const serverPid = (): number => Number(readFileSync(join(data(), 'postmaster.pid'), 'utf8').split('\n')[0]);
const log = (): string => readFileSync(join(home.path, 'logs', 'postgres.log'), 'utf8');

afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  children = [];
  await home.remove();
});

describe('the PostgreSQL of a home', () => {
  it('is made at the first start, durable and with passwords; the second goes on with its data, port and roles', async () => {
    const urls = await here(async (postgres) => {
      const made = await postgres.ensureDatabase('inventory');
      await query(made.ownerUrl, 'create table kept (at timestamptz); insert into kept values (now())');
      const settings = await query(
        made.appUrl,
        `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'jit')`,
      );
      expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
        fsync: 'on',
        synchronous_commit: 'on',
        full_page_writes: 'on',
        jit: 'off',
      });
      const wrong = made.appUrl.replace(/:[^:@]+@/, ':wrong@'); // postgres://inventory_app:word@…
      await expect(connect(wrong)).rejects.toThrow('password authentication failed');
      return made;
    });
    expect(statSync(join(home.path, 'postgres', 'access.json')).mode & 0o777).toBe(0o600);
    await here(async (postgres) => {
      expect(await postgres.ensureDatabase('inventory')).toEqual(urls);
      expect(await query(urls.appUrl, 'select count(*)::int from kept')).toEqual([{ count: 1 }]);
    });
  });

  it('makes seven databases at once, and again', async () => {
    await here(async (postgres) => {
      const names = ['directory', 'inventory', 'profiles', 'files', 'notifications', 'device_control', 'log'];
      const first = await Promise.all(names.map((name) => postgres.ensureDatabase(name)));
      expect(await Promise.all(names.map((name) => postgres.ensureDatabase(name)))).toEqual(first);
      await expect(postgres.ensureDatabase('no; drop')).rejects.toThrow('no name for a database');
    });
  });

  it('takes another port when a program has taken its own', async () => {
    const port = await here((postgres) => Promise.resolve(postgres.port));
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      expect(
        await here(async (postgres) => (await query((await postgres.ensureDatabase('files')).appUrl, 'select 1 as one')).concat({ one: postgres.port })),
      ).not.toContainEqual({ one: port });
    } finally {
      other.close();
      await once(other, 'close');
    }
  });

  it('runs where user namespaces are barred, and changes over with all its data', async () => {
    const programs = join(home.path, '..', 'programs');
    mkdirSync(programs, { recursive: true });
    for (const name of ['sh', 'sleep', 'setpriv']) symlinkSync(firstOf(`/bin/${name}`, `/usr/bin/${name}`), join(programs, name));
    const child = await startChild({ PATH: programs });
    const me = process.getuid?.();
    expect(statSync(data()).uid).toBe(me === 0 ? 65_534 : me);
    process.kill(child.pid, 'SIGTERM');
    await child.exited;
    expect(await kept()).toBe(1);
    const again = await startChild({ PATH: programs });
    expect(await query(again.appUrl, 'select count(*)::int from kept')).toEqual([{ count: 2 }]);
  });
});

function firstOf(...candidates: readonly string[]): string {
  const found = candidates.find((path) => statSync(path, { throwIfNoEntry: false }));
  if (!found) throw new Error(`none of ${candidates.join(', ')} is there`);
  return found;
}

describe('when the process of a home is killed', () => {
  it('its server stops by itself', async () => {
    const child = await startChild();
    const client = await connect(child.ownerUrl);
    const disconnected = new Promise<void>((resolve) => client.once('end', resolve));
    await child.kill();
    await disconnected;
  });

  it('the next start, at once, has the data and the only server', async () => {
    for (let round = 1; round <= 3; round += 1) {
      const child = await startChild();
      await child.kill();
      expect(await kept()).toBe(round);
    }
    expect(log()).not.toMatch(/PANIC|in use|lock file/);
  });

  it('and its guard with it, the next start stops the server left behind', async () => {
    const child = await startChild();
    const guards = processesOn(join(home.path, 'postgres')).filter(({ name }) => name === 'sh');
    expect(guards.length).toBeGreaterThan(0);
    process.kill(child.pid, 'SIGSTOP'); // so that it does nothing about its guard's end
    for (const { pid } of guards) process.kill(pid, 'SIGKILL');
    await child.kill();
    expect(await kept()).toBe(1);
  });

  it('and the server with it, what was committed is recovered', async () => {
    const child = await startChild();
    process.kill(serverPid(), 'SIGKILL');
    await child.kill();
    expect(await kept()).toBe(1);
    expect(log()).toContain('database system was not properly shut down; automatic recovery in progress');
  });

  it('and its number in postmaster.pid has become another process, the next start is not barred', async () => {
    const child = await startChild();
    process.kill(serverPid(), 'SIGKILL');
    await child.kill();
    const path = join(data(), 'postmaster.pid');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^\d+/, String(process.ppid))); // 4711
    expect(await kept()).toBe(1);
  });

  it('in the middle of the very first start, the next one begins anew', async () => {
    mkdirSync(join(home.path, 'postgres'), { recursive: true });
    for (const moment of ['data.new.password', 'data.new', 'data']) {
      const reached = untilSeen(join(home.path, 'postgres'), moment);
      const child = Child.start('./home-child.ts', home.path);
      children.push(child);
      await reached;
      await child.kill();
    }
    await here(async (postgres) => {
      const { appUrl } = await postgres.ensureDatabase('inventory');
      expect(await query(appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    });
  });
});

/** Resolves when something of that name is made, changed or removed in the folder. */
function untilSeen(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_event, seen) => {
      if (seen !== name) return;
      watcher.close();
      resolve();
    });
  });
}

describe('a signal to the process group', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s reaches our process alone, which still writes and stops the server cleanly', async (signal) => {
    const child = await startChild();
    process.kill(-child.pid, signal);
    expect(await child.exited).toEqual([0, null]);
    expect(log()).toContain('database system is shut down');
    expect(processesOn(join(home.path, 'postgres'))).toEqual([]);
    await here(async (postgres) => {
      const { ownerUrl } = await postgres.ensureDatabase('inventory');
      expect(await query(ownerUrl, 'select * from written_after_the_signal')).toEqual([]);
    });
    expect(log()).not.toContain('automatic recovery');
  });
});
