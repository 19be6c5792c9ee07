// Real: PostgreSQL, its snapshots and its connections.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '@ringfleet/kernel';
import { isTransient } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { createTestDatabase, type TestDatabase } from '@ringfleet/testing';
import { Client } from 'pg';

let server: TestDatabase;
let owner: Client;
let superuser: Client;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  owner = new Client({ connectionString: server.ownerUrl });
  superuser = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  await Promise.all([owner.connect(), superuser.connect()]);
  await owner.query('create table things (id integer primary key); insert into things select generate_series(1, 5000)');
  database = await Database.open({ ...server, entities: [], migrations: [], poolSize: 2 });
});

afterAll(async () => {
  await database.close();
  await Promise.all([owner.end(), superuser.end()]);
  await server.drop();
});

const things = (sql = 'select id from things where id > $1 order by id', params: unknown[] = [0]) =>
  database.stream<[number]>(SYSTEM, { sql, params }, { atOnce: 100 });
const FETCHING = `from pg_stat_activity where datname = $1 and query like 'fetch %' and state <> 'idle'`;
const readers = async (): Promise<number> => (await superuser.query(`select ${FETCHING}`, [server.name])).rowCount ?? 0;
const breakReaders = () => superuser.query(`select pg_terminate_backend(pid, 10000) ${FETCHING}`, [server.name]);

async function toTheEnd(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

describe('a stream of rows', () => {
  it('gives all rows as they were when it began, under the scope, whatever is written meanwhile', async () => {
    const ids: number[] = [];
    for await (const rows of things()) {
      if (ids.length === 0) await owner.query('delete from things where id > 2500');
      expect(rows.length).toBeLessThanOrEqual(100);
      ids.push(...rows.map(([id]) => id));
    }
    expect(ids).toEqual(Array.from({ length: 5_000 }, (_, index) => index + 1));
    const scopes: unknown[] = [];
    for await (const rows of things(`select current_setting('rf.scope') from things limit 1`, [])) scopes.push(...rows);
    expect(scopes).toEqual([['system']]);
  });

  it('is broken off by who leaves the loop, more often than there are connections for it', async () => {
    for (let time = 0; time < 10; time++) {
      for await (const rows of things()) if (rows.length > 0 && (await readers()) > 0) break;
    }
    let count = 0;
    for await (const rows of things()) count += rows.length;
    expect(count).toBe(2_500);
  });

  it('is broken off by the signal, though nobody reads on', async () => {
    for (let time = 0; time < 10; time++) {
      const stop = new AbortController();
      const stream = database.stream<[number]>(SYSTEM, { sql: 'select id from things', params: [] }, { atOnce: 100, signal: stop.signal });
      await stream.next();
      stop.abort();
      if (time === 0) await expect(toTheEnd(stream)).rejects.toThrow();
    }
  });

  it('throws what PostgreSQL says, and what breaks the connection in the middle of it, and works again', async () => {
    const read = async (sql?: string): Promise<void> => {
      for await (const rows of things(sql)) if (rows.length > 0) await breakReaders();
    };
    await expect(read('select id / 0 from things where id > $1')).rejects.toMatchObject({ code: '22012' });
    expect(await read().catch(isTransient)).toBe(true);
    let count = 0;
    for await (const rows of things()) count += rows.length;
    expect(count).toBe(2_500);
  });

  it('does not keep the database from being closed', async () => {
    const other = await Database.open({ ...server, entities: [], migrations: [] });
    const stream = other.stream(SYSTEM, { sql: 'select id from things', params: [] }, { atOnce: 100 });
    await stream.next();
    await other.close();
    await expect(toTheEnd(stream)).rejects.toThrow();
  });
});
