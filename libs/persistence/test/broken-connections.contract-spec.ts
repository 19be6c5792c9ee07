// Real: PostgreSQL, whose connections are broken in the middle of transactions.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { createTestDatabase, type TestDatabase } from '@ringfleet/testing';
import { Client } from 'pg';

const POOL_SIZE = 2;
const superuser = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
let server: TestDatabase;
let database: Database;

beforeAll(() => superuser.connect());
afterAll(() => superuser.end());

beforeEach(async () => {
  server = await createTestDatabase();
  database = await Database.open({ ...server, entities: [], migrations: [], poolSize: POOL_SIZE });
});

afterEach(async () => {
  await database.close();
  await server.drop();
});

const breakAll = () => superuser.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [server.name]);
const works = () => database.transaction(SYSTEM, (tx) => tx.query('select 1 as one'));

describe('a database whose connections break, more often than there are places in the pool, still serves (IMP-06)', () => {
  it('when they break inside transactions', async () => {
    for (let times = 0; times <= POOL_SIZE; times++) {
      const broken = database.transaction(SYSTEM, async (tx) => {
        await breakAll();
        await tx.query('select 1');
      });
      await expect(broken).rejects.toThrow();
    }
    expect(await works()).toEqual([{ one: 1 }]);
  });

  it('when they break before the commit', async () => {
    for (let times = 0; times <= POOL_SIZE; times++) await expect(database.transaction(SYSTEM, breakAll)).rejects.toThrow();
    expect(await works()).toEqual([{ one: 1 }]);
  });

  it('when they break before the begin', async () => {
    for (let times = 0; times <= POOL_SIZE * 10; times++) {
      await Promise.allSettled([breakAll(), works(), works()]);
    }
    // Those that broke while nobody looked are found broken at their next use.
    for (let place = 0; place < POOL_SIZE; place++) await works().catch(() => undefined);
    expect(await works()).toEqual([{ one: 1 }]);
  });
});

describe('a transaction', () => {
  it('throws what its work threw, and leaves nothing of it', async () => {
    const failed = database.transaction(SYSTEM, async (tx) => {
      await tx.query('create temporary table gone ()');
      throw new Error('of the work');
    });
    await expect(failed).rejects.toThrow('of the work');
    expect(await database.transaction(SYSTEM, (tx) => tx.query(`select to_regclass('gone') as found`))).toEqual([{ found: null }]);
  });
});
