// Real: PostgreSQL; the outbox is the one that relays read.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '@ringfleet/kernel';
import { isTransient, outboxMigration, type OutgoingRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { createTestDatabase, type TestDatabase } from '@ringfleet/testing';
import { Client } from 'pg';

const CONNECTIONS = 2;
const said: OutgoingRecord = { topic: 'things', key: 'one', value: new Uint8Array([1]), headers: {} };
const insert = (id: number) => ({ sql: 'insert into things (id) values ($1)', params: [id] });
let server: TestDatabase;
let owner: Client;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  owner = new Client({ connectionString: server.ownerUrl });
  await owner.connect();
  await owner.query(`create table things (id integer primary key, scope text default current_setting('rf.scope')); ${outboxMigration()}`);
  database = await Database.open({ ...server, entities: [], migrations: [], poolSize: CONNECTIONS });
});

afterAll(async () => {
  await database.close();
  await owner.end();
  await server.drop();
});

const stored = async () => {
  const things = await owner.query<{ id: number; scope: string }>('select id, scope from things order by id');
  const outbox = await owner.query('select from outbox');
  return { things: things.rows, outbox: outbox.rowCount };
};

describe('statements that are sent at once', () => {
  it('are committed together with their records, under the scope', async () => {
    await database.atOnce(SYSTEM, [insert(1), insert(2)], [said]);
    expect(await stored()).toEqual({
      things: [
        { id: 1, scope: 'system' },
        { id: 2, scope: 'system' },
      ],
      outbox: 1,
    });
  });

  it('leave nothing when one fails, whichever it is, and throw its own error', async () => {
    const before = await stored();
    for (const statements of [
      [insert(1), insert(3)],
      [insert(3), insert(1)],
    ]) {
      await expect(database.atOnce(SYSTEM, statements, [said])).rejects.toMatchObject({ code: '23505' });
    }
    expect(await stored()).toEqual(before);
    await database.atOnce(SYSTEM, [insert(3)], []);
  });

  it('fail for the machinery when connections break, more often than there are places in the pool, and then work again (IMP-06)', async () => {
    for (let times = 0; times <= CONNECTIONS; times++) {
      const broken = database.atOnce(SYSTEM, [{ sql: 'select pg_terminate_backend(pg_backend_pid())', params: [] }, insert(9)], []);
      const failure: unknown = await broken.then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(isTransient(failure)).toBe(true);
    }
    await database.atOnce(SYSTEM, [insert(4)], []);
    expect((await stored()).things.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it('count among the connections in use, and among what waits for one', async () => {
    await owner.query('select pg_advisory_lock(1)');
    const lock = { sql: 'select pg_advisory_xact_lock(1)', params: [] };
    const all = Array.from({ length: CONNECTIONS + 1 }, () => database.atOnce(SYSTEM, [lock], []));
    for (let held = 0; held < CONNECTIONS;) {
      const locks = await owner.query(
        "select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
      );
      held = locks.rowCount ?? 0;
    }
    expect(database.connections()).toMatchObject({ busy: CONNECTIONS, waiting: 1, most: 2 * CONNECTIONS });
    await owner.query('select pg_advisory_unlock(1)');
    await Promise.all(all);
    expect(database.connections()).toMatchObject({ busy: 0, waiting: 0 });
  });
});
