// Real: PostgreSQL; the outbox is the one that relays read.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '@ringfleet/kernel';
import { isTransient } from '@ringfleet/messaging';
import type { Database } from '@ringfleet/persistence';
import type { Client } from 'pg';
import { said, Things } from './support/things.js';

const CONNECTIONS = 2;
const insert = (id: number) => ({ sql: 'insert into things (id) values ($1)', params: [id] });
let things: Things;
let owner: Client;
let database: Database;

beforeAll(async () => {
  things = await Things.open(CONNECTIONS);
  ({ owner, database } = things);
});
afterAll(() => things.close());

describe('statements that are sent at once', () => {
  it('are committed together with their records, under the scope', async () => {
    await database.atOnce(SYSTEM, [insert(1), insert(2)], [said]);
    expect(await things.stored()).toEqual({
      things: [
        { id: 1, scope: 'system' },
        { id: 2, scope: 'system' },
      ],
      outbox: 1,
    });
  });

  it('leave nothing when one fails, whichever it is, and throw its own error', async () => {
    const before = await things.stored();
    for (const statements of [
      [insert(1), insert(3)],
      [insert(3), insert(1)],
    ]) {
      await expect(database.atOnce(SYSTEM, statements, [said])).rejects.toMatchObject({ code: '23505' });
    }
    expect(await things.stored()).toEqual(before);
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
    expect((await things.stored()).things.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
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
