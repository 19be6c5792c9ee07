// Real: a PostgreSQL of Debian, databases.sh through psql as PostgreSQL's image runs it, and the services' own `migrate` as built.
import { databaseOf } from '@ringfleet/runtime';
import { CARDS } from '@ringfleet/standalone';
import { Client } from 'pg';
import { newEnvironment, readCompose } from './support/compose.js';
import { node, nodeBeside, run, succeeded } from './support/program.js';
import { RunningEngine } from './support/running-engine.js';

const names = CARDS.map(({ name }) => name);
const environment = newEnvironment();

let postgres: RunningEngine;
beforeAll(async () => {
  postgres = await RunningEngine.start('postgres');
});
afterAll(() => postgres.stop());

const superuser = (): URL => new URL(postgres.said.url ?? '');

/** As PostgreSQL's image has it: the superuser, and the passwords that docker-compose.yml gives it. */
function makeDatabases(): void {
  const { hostname, port, username, password } = superuser();
  const env = { ...readCompose(environment).services['postgres']?.environment, PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password };
  succeeded(run('sh', ['deploy/docker/postgres/databases.sh'], env));
}

function roleUrl(service: string, role: 'owner' | 'app'): string {
  const url = superuser();
  const database = databaseOf(service);
  url.username = `${database}_${role}`;
  url.password = environment.get(`${database}_${role}_password`.toUpperCase()) ?? '';
  url.pathname = `/${database}`;
  return url.href;
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('databases.sh and migrate', () => {
  it('make a database for each service, whose tables its app role uses and neither owns nor changes', async () => {
    makeDatabases();
    makeDatabases(); // what is there already stays
    await Promise.all(names.map((name) => nodeBeside([`services/${name}/dist/main.js`, 'migrate'], { RINGFLEET_DATABASE_OWNER_URL: roleUrl(name, 'owner') })));
    for (const name of names) {
      const app = roleUrl(name, 'app');
      expect(await ask(app, 'select count(*)::int as count from outbox')).toEqual([{ count: 0 }]);
      expect(await ask(app, `select distinct tableowner from pg_tables where schemaname = 'public'`)).toEqual([{ tableowner: `${databaseOf(name)}_owner` }]);
      expect(await ask(app, 'select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user')).toEqual([
        { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false },
      ]);
      await expect(ask(app, 'create table mine (id int)')).rejects.toThrow('permission denied for schema public');
    }
  });

  it("shut a service's database to the roles of the others", async () => {
    const stranger = new URL(roleUrl('files', 'app'));
    stranger.pathname = '/inventory';
    await expect(ask(stranger.href, 'select 1')).rejects.toThrow('permission denied for database "inventory"');
  });

  it('migrate again without a change, and say what is missing where the address is', () => {
    const env = { RINGFLEET_DATABASE_OWNER_URL: roleUrl('inventory', 'owner') };
    expect(node(['services/inventory/dist/main.js', 'migrate'], env)).toMatchObject({ code: 0 });
    expect(node(['services/inventory/dist/main.js', 'migrate'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('RINGFLEET_DATABASE_OWNER_URL is missing'),
    });
  });
});
