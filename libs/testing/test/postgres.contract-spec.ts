// Real: PostgreSQL.
import { createTestDatabase, type TestDatabase } from '@ringfleet/testing';
import { Client } from 'pg';

let database: TestDatabase;
const open: Client[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await Promise.all(open.map((client) => client.end()));
  await database.drop();
});

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  open.push(client);
  return client;
}

describe('a test database', () => {
  it('has an application role that reads and writes what the owner creates, and owns nothing', async () => {
    const owner = await connect(database.ownerUrl);
    const app = await connect(database.appUrl);
    await owner.query('create table thing (id int generated always as identity, name text)');
    await app.query(`insert into thing (name) values ('a')`);
    expect((await app.query('select name from thing')).rows).toEqual([{ name: 'a' }]);
    await expect(app.query('alter table thing add column colour text')).rejects.toThrow('must be owner');
    await expect(app.query('create table mine ()')).rejects.toThrow('permission denied');
  });

  it('keeps both roles under row-level security (DIR-03)', async () => {
    const owner = await connect(database.ownerUrl);
    const app = await connect(database.appUrl);
    await owner.query('create table guarded (id int); insert into guarded values (1)');
    await owner.query('alter table guarded enable row level security; alter table guarded force row level security');
    expect((await owner.query('select * from guarded')).rows).toEqual([]);
    expect((await app.query('select * from guarded')).rows).toEqual([]);
    await expect(app.query('set role postgres')).rejects.toThrow('permission denied');
  });

  it('is gone after drop, its roles too, open connections notwithstanding', async () => {
    const other = await createTestDatabase();
    const client = await connect(other.appUrl);
    const errors: Error[] = [];
    client.on('error', (error) => errors.push(error));
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    await other.drop();
    await ended;
    expect(errors[0]?.message).toMatch('terminating connection');
    const owner = await connect(database.ownerUrl);
    expect((await owner.query('select 1 from pg_database where datname = $1', [other.name])).rows).toEqual([]);
    expect((await owner.query(`select 1 from pg_roles where rolname like $1 || '%'`, [other.name])).rows).toEqual([]);
  });
});
