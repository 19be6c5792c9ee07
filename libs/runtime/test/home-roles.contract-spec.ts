// Real: PostgreSQL from npm with the roles of a home.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type Home, openHome } from '../src/home/home.js';
import { type HomePostgres, startHomePostgres } from '../src/home/home-postgres.js';
import type { ServiceDatabase } from '../src/home/service-database.js';
import { temporaryHome } from './home-processes.js';

const place = temporaryHome();
let home: Home;
let postgres: HomePostgres;
let files: ServiceDatabase;
let owner: Client;
let app: Client;

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

beforeAll(async () => {
  home = openHome(place.path);
  postgres = await startHomePostgres(home);
  files = await postgres.ensureDatabase('files');
  await postgres.ensureDatabase('inventory');
  [owner, app] = await Promise.all([connect(files.ownerUrl), connect(files.appUrl)]);
  await owner.query(`
    create table imports (id serial primary key, reseller text not null);
    alter table imports enable row level security;
    alter table imports force row level security;
    create policy scope on imports using (reseller = (select current_setting('app.reseller', true)));
    create function taken() returns bigint language sql security definer set search_path = '' as 'select 7';
    create schema archive;
    create table archive.imports (id int);
  `);
});

afterAll(async () => {
  await Promise.all([owner, app].map((client) => client.end()));
  await postgres.stop();
  home.close();
  await place.remove();
});

describe('the role a service works with', () => {
  it('reads and writes what the owner made, in every schema', async () => {
    await app.query(`begin; select set_config('app.reseller', 'north', true); insert into imports (reseller) values ('north'); commit`);
    await app.query('insert into archive.imports values (1); update archive.imports set id = 2; delete from archive.imports');
    expect((await app.query('select taken()')).rows).toEqual([{ taken: '7' }]);
  });

  it('sees and writes only the rows of its scope, and none without one', async () => {
    expect((await app.query('select * from imports')).rowCount).toBe(0);
    await expect(app.query(`insert into imports (reseller) values ('harbour')`)).rejects.toThrow('row-level security');
  });

  it.each([
    'create table mine (id int)',
    'create schema mine',
    'create temporary table mine (id int)',
    'create extension hstore',
    'create role mine',
    'create database mine',
    'drop table imports',
    'truncate imports',
    'alter table imports disable row level security',
    'alter table imports no force row level security',
    'drop policy scope on imports',
    'set role files_owner',
    'set session authorization files_owner',
    'alter role files_app bypassrls',
    'alter role files_app superuser',
    'set row_security = off; select * from imports',
    `copy imports to '/tmp/imports'`,
    `copy imports from program 'true'`,
    'select * from pg_authid',
  ])('may not: %s', async (sql) => {
    await expect(app.query(sql)).rejects.toThrow(/permission denied|must be (owner|superuser)|would be affected by row-level security|Only roles with/);
  });

  it('does not get into the databases of others', async () => {
    for (const other of ['inventory', 'postgres', 'template1']) {
      await expect(connect(files.appUrl.replace(/files$/, other))).rejects.toThrow('permission denied for database');
    }
  });
});

describe('the role that owns a database', () => {
  it('is under row-level security too, and cannot make itself more', async () => {
    expect((await owner.query('select * from imports')).rowCount).toBe(0);
    for (const sql of ['alter role files_owner bypassrls', 'create role mine', 'create database mine'])
      await expect(owner.query(sql)).rejects.toThrow('permission denied');
    await expect(connect(files.ownerUrl.replace(/files$/, 'inventory'))).rejects.toThrow('permission denied for database');
  });

  it('has trigram search', async () => {
    expect((await owner.query(`select similarity('yealink', 'yealnik') > 0 as alike`)).rows).toEqual([{ alike: true }]);
  });
});
