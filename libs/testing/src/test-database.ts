import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database of one suite's own, with the two roles a service has. */
export interface TestDatabase {
  readonly name: string;
  /** The role that owns the schema and runs migrations. */
  readonly ownerUrl: string;
  /** The role a service works with: owns nothing, cannot bypass row-level security; may read and write what the owner creates. */
  readonly appUrl: string;
  /** Ends open connections and removes database and roles. */
  drop(): Promise<void>;
}

/** Creates an empty database. Needs the global set-up of this library in jest.config.mjs. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const owner = `${name}_owner`;
  const app = `${name}_app`;
  const url = (user: string): string => {
    const address = new URL(superuserUrl());
    address.username = user;
    address.pathname = `/${name}`;
    return address.href;
  };
  await asSuperuser([
    `create role ${owner} login nosuperuser nobypassrls`,
    `create role ${app} login nosuperuser nobypassrls`,
    `create database ${name} owner ${owner}`,
    `revoke all on database ${name} from public`,
    `grant connect, temporary on database ${name} to ${app}`,
  ]);
  await run(url(owner), [
    `grant usage on schema public to ${app}`,
    `alter default privileges revoke execute on functions from public`,
    `alter default privileges grant select, insert, update, delete on tables to ${app}`,
    `alter default privileges grant usage, select on sequences to ${app}`,
    `alter default privileges grant execute on functions to ${app}`,
  ]);
  return {
    name,
    ownerUrl: url(owner),
    appUrl: url(app),
    drop: () => asSuperuser([`drop database if exists ${name} with (force)`, `drop role if exists ${owner}`, `drop role if exists ${app}`]),
  };
}

function superuserUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('No PostgreSQL runs: put `databasePreset` of @ringfleet/testing/jest-preset.mjs into jest.config.mjs.');
  return url;
}

const asSuperuser = (statements: readonly string[]): Promise<void> => run(superuserUrl(), statements);

async function run(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
