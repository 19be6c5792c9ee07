// Real: PostgreSQL; the outbox is the one that relays read.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isTransient } from '@ringfleet/messaging';
import type { Database } from '@ringfleet/persistence';
import { said, Things } from './support/things.js';

const MORE_THAN_CONNECTIONS = 6;
const INSERT = 'insert into things (id) values ($1) returning scope';
const LATER = 'select $1::integer as now from pg_sleep(0.01)';
const fails = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
let things: Things;
let database: Database;

beforeAll(async () => {
  things = await Things.open();
  ({ database } = things);
});
beforeEach(() => things.owner.query('truncate things, outbox'));
afterAll(() => things.close());

const stored = async () => {
  const { things: all, outbox } = await things.stored();
  return { things: all.map(({ id }) => id), outbox };
};

describe('a transaction of the system', () => {
  it('commits what it asked together in the order in which it was asked, with its records, and returns what its work returns', async () => {
    const scopes = await database.transactionAsSystem(async (tx) => {
      const rows = await Promise.all([tx.query<{ scope: string }>(INSERT, [1]), tx.query<{ scope: string }>(INSERT, [2])]);
      const [found] = await Promise.all([tx.query<{ id: number }>('select id from things order by id'), tx.publish([said])]);
      return { scopes: rows.flat(), found };
    });
    expect(scopes).toEqual({ scopes: [{ scope: 'system' }, { scope: 'system' }], found: [{ id: 1 }, { id: 2 }] });
    expect(await stored()).toEqual({ things: [1, 2], outbox: 1 });
  });

  it('leaves nothing where a statement fails while others are under way, throws its error, and others are served by the same connection', async () => {
    for (let times = 0; times < MORE_THAN_CONNECTIONS; times++) {
      const failure = await fails(
        database.transactionAsSystem((tx) => Promise.all([tx.query(INSERT, [1]), tx.query(INSERT, [1]), tx.query(INSERT, [2]), tx.publish([said])])),
      );
      expect(failure).toMatchObject({ code: '23505' });
    }
    expect(await stored()).toEqual({ things: [], outbox: 0 });
    await database.transactionAsSystem((tx) => tx.query(INSERT, [3]));
    expect((await stored()).things).toEqual([3]);
  });

  it('leaves nothing where its work throws, though what it had asked is not answered yet', async () => {
    const failure = await fails(
      database.transactionAsSystem(async (tx) => {
        void fails(tx.query(INSERT, [1]));
        void fails(tx.query(LATER, [1]));
        throw new Error('of the work');
      }),
    );
    expect(failure).toEqual(new Error('of the work'));
    expect(await stored()).toEqual({ things: [], outbox: 0 });
  });

  it('is no success where one of its statements failed, though its work did not mind', async () => {
    const failure = await fails(
      database.transactionAsSystem(async (tx) => {
        await tx.query(INSERT, [1]);
        await fails(tx.query(INSERT, [1]));
      }),
    );
    expect(failure).toEqual(expect.objectContaining({ message: expect.stringContaining('rolled back') }));
    expect((await stored()).things).toEqual([]);
  });

  it('fails for the machinery when connections break, more often than there are, and then works again', async () => {
    for (let times = 0; times < MORE_THAN_CONNECTIONS; times++) {
      const broken = database.transactionAsSystem((tx) => Promise.all([tx.query(INSERT, [9]), tx.query('select pg_terminate_backend(pg_backend_pid())')]));
      expect(isTransient(await fails(broken))).toBe(true);
    }
    await database.transactionAsSystem((tx) => tx.query(INSERT, [4]));
    expect((await stored()).things).toEqual([4]);
  });

  it('has each statement planned once on a connection, for a table that may be empty yet, by its index', async () => {
    const find = 'select id from things where id = $1';
    const { planned, plan } = await database.transactionAsSystem(async (tx) => {
      for (const id of [1, 2, 3]) await tx.query(find, [id]);
      return {
        planned: await tx.query('select generic_plans::int, custom_plans::int from pg_prepared_statements where statement = $1', [find]),
        plan: await tx.query<{ 'QUERY PLAN': string }>(`explain ${find.replace('$1', '1')}`),
      };
    });
    expect(planned).toEqual([{ generic_plans: 3, custom_plans: 0 }]);
    expect(plan[0]?.['QUERY PLAN']).toContain('things_pkey');
  });
});
