// Real: every service in this process, each with its PostgreSQL database and roles; the tables are asked by SQL, with the services' own roles.
import { Client } from 'pg';
import { csvOf, macOf } from '../support/sheets.js';
import { type AccessWorld, openWorld } from './support/inside.js';
import { inspectTables } from './support/tenant-tables.js';

let world: AccessWorld;

beforeAll(async () => {
  world = await openWorld();
  const north = await world.reseller('North Telecom');
  const rows = [
    { name: 'rls-1', mac: macOf(40, 1), customer: 'Birch & Sons' },
    { name: 'rls-2', mac: macOf(40, 2) },
    { name: 'rls-3', mac: 'no MAC address' },
    { action: 'Remove', name: 'rls-2' },
  ];
  await north.import(csvOf(rows), { key: 'rls-key' });
});

afterAll(() => world.close());

const urlsOf = (service: string): { readonly appUrl: string; readonly ownerUrl: string } => {
  const urls = world.databases.get(service);
  if (!urls) throw new Error(`${service} has no database.`);
  return urls;
};

async function asOwner<T>(service: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: urlsOf(service).ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('with raw SQL and the role of the service itself', () => {
  it('nobody without a scope, and no tenant but its own, sees a row of any table (DIR-03)', async () => {
    const filled: string[] = [];
    for (const [service, { appUrl }] of world.databases) {
      const inspection = await inspectTables(service, appUrl);
      expect(inspection.findings).toEqual([]);
      filled.push(...inspection.filled.map((table) => `${service}.${table}`));
    }
    const known = ['directory.customers', 'directory.users', 'inventory.devices', 'inventory.device_versions', 'inventory.import_answers', 'inventory.tenants'];
    known.push('files.imports', 'files.import_chunks', 'files.import_rejections', 'files.idempotency_keys', 'notifications.notifications', 'profiles.profiles');
    expect(filled).toEqual(expect.arrayContaining(known));
  });

  it('what waits to be sent is read by the relay alone (DIR-03)', async () => {
    for (const { appUrl } of world.databases.values()) {
      const client = new Client({ connectionString: appUrl });
      await client.connect();
      const count = async (): Promise<number | null> => (await client.query('select from outbox')).rowCount;
      const become = (kind: string): Promise<unknown> => client.query(`select set_config('rf.scope', $1, true)`, [kind]);
      await client.query('begin');
      await become('reseller');
      await client.query(`insert into outbox (records, count) values ('', 0)`);
      const seenByReseller = await count();
      await become('');
      const seenByNobody = await count();
      await become('system');
      expect([seenByReseller, seenByNobody, await count()]).toEqual([0, 0, 1]);
      await client.query('rollback');
      await expect(client.query(`insert into outbox (records, count) values ('', 0)`)).rejects.toThrow('row-level security');
      await client.end();
    }
  });

  it('no policy can be switched off, and no other database entered', async () => {
    for (const { appUrl, ownerUrl } of world.databases.values()) {
      const client = new Client({ connectionString: appUrl });
      await client.connect();
      const refused = ['alter table outbox disable row level security', 'drop policy scope on outbox', 'create policy mine on outbox using (true)'];
      for (const sql of refused) await expect(client.query(sql)).rejects.toThrow('must be owner of');
      await expect(client.query('set row_security = off; select * from outbox')).rejects.toThrow('row-level security');
      for (const role of [new URL(ownerUrl).username, 'postgres'])
        await expect(client.query(`set role ${role}`)).rejects.toThrow(/permission denied|does not exist/);
      await client.end();
      const paths = [...world.databases.values()].map((of) => new URL(of.appUrl).pathname);
      for (const other of [...paths, '/log', '/postgres'].filter((path) => path !== new URL(appUrl).pathname)) {
        const url = new URL(appUrl);
        url.pathname = other;
        await expect(new Client({ connectionString: url.href }).connect()).rejects.toThrow('permission denied');
      }
    }
  });
});

describe('the inspection of the tables', () => {
  const findings = async (): Promise<readonly string[]> => (await inspectTables('inventory', urlsOf('inventory').appUrl)).findings;

  /** What it finds while something is wrong. */
  const findingsWhile = (wrong: string, mended: string): Promise<readonly string[]> =>
    asOwner('inventory', async (owner) => {
      await owner.query(wrong);
      try {
        return await findings();
      } finally {
        await owner.query(mended);
      }
    });

  it('finds a table whose policy was dropped', async () => {
    const [policy] = await asOwner('inventory', async (owner) => {
      const { rows } = await owner.query<{ qual: string }>(`select qual from pg_policies where tablename = 'devices' and policyname = 'scope'`);
      return rows;
    });
    const wrong = 'drop policy scope on devices';
    expect(await findingsWhile(wrong, `create policy scope on devices using (${policy?.qual})`)).toContain('inventory: devices has no policy of tenants');
    expect(await findings()).toEqual([]);
  });

  it('finds a table that is not under row-level security, and who sees its rows', async () => {
    const off = await findingsWhile('alter table devices disable row level security', 'alter table devices enable row level security');
    expect(off).toContain('inventory: row-level security is off for devices');
    expect(off.join()).toMatch(/nobody sees \d+ rows of devices.*a foreign reseller sees \d+ rows of devices/);
    const unforced = await findingsWhile('alter table ports no force row level security', 'alter table ports force row level security');
    expect(unforced).toEqual(['inventory: the owner of ports is not held to its policies']);
  });

  it('finds a policy that shows too much, and a table that is new', async () => {
    const shown = await findingsWhile('create policy open on tenants using (true)', 'drop policy open on tenants');
    expect(shown.join()).toMatch(/nobody sees \d+ rows of tenants/);
    const added = await findingsWhile('create table notes (customer_id uuid)', 'drop table notes');
    expect(added).toContain('inventory: row-level security is off for notes');
  });
});
