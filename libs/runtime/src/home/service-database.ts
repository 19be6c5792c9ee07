import { Client } from 'pg';
import type { PostgresAccess } from './postgres-access.js';
import { SUPERUSER } from './postgres-data.js';

/** Passwords and addresses of roles; the superuser's are asked for as those of `SUPERUSER`. */
export type DatabaseAccess = Pick<PostgresAccess, 'password' | 'url'>;

/** The two ways into a service's database. */
export interface ServiceDatabase {
  /** Role `<name>_owner`: owns the database, runs migrations. */
  readonly ownerUrl: string;
  /** Role `<name>_app`: reads and writes what the owner creates; owns nothing, cannot bypass row-level security. */
  readonly appUrl: string;
}

const NAME = /^[a-z][a-z0-9_]{0,50}$/; // inventory

/** device-control → device_control */
export const databaseOf = (service: string): string => service.replaceAll('-', '_');

/** Creates a service's database and roles, or what is still missing of them after a crash. Each step may be repeated. */
export async function ensureServiceDatabase(access: DatabaseAccess, name: string): Promise<ServiceDatabase> {
  if (!NAME.test(name)) throw new Error(`'${name}' is no name for a database: small letters, digits and _ only.`);
  const owner = `${name}_owner`;
  const app = `${name}_app`;
  await asSuperuser(access, 'postgres', async (client) => {
    for (const role of [owner, app]) await ensureRole(client, role, access.password(role));
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name} owner ${owner}`);
    await client.query(`revoke all on database ${name} from public; grant connect on database ${name} to ${app}`);
  });
  await asSuperuser(access, name, (client) => client.query(rights(owner, app)));
  return { ownerUrl: access.url(owner, name), appUrl: access.url(app, name) };
}

/** Shuts the databases that belong to no service to everybody but the superuser. */
export async function closeCommonDatabases(access: DatabaseAccess): Promise<void> {
  await asSuperuser(access, 'postgres', (client) => client.query('revoke all on database postgres, template1 from public'));
}

/** The password is set at every start: the file was written first, so after a crash between the two it is the one that counts. */
async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role}`);
  await client.query(`alter role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password ${client.escapeLiteral(password)}`);
}

/** Functions are withdrawn from PUBLIC because some run with their owner's rights. */
const rights = (owner: string, app: string): string => `
  create extension if not exists pg_trgm;
  alter schema public owner to ${owner};
  revoke all on schema public from public;
  grant usage on schema public to ${app};
  alter default privileges for role ${owner} grant usage on schemas to ${app};
  alter default privileges for role ${owner} grant select, insert, update, delete on tables to ${app};
  alter default privileges for role ${owner} grant usage, select on sequences to ${app};
  alter default privileges for role ${owner} revoke execute on functions from public;
  alter default privileges for role ${owner} grant execute on functions to ${app};
`;

async function asSuperuser<T>(access: DatabaseAccess, database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: access.url(SUPERUSER, database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
