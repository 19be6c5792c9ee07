// Real: inventory over HTTP, its PostgreSQL with its locks, its event log; directory is its contract, answered here, and asks as directory asks.
import { createClient } from '@connectrpc/connect';
import { DeviceUsesService, type ProfileChanged, type TenantChanged, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { Client } from 'pg';
import { customerState, importRows, macOf, outcomesOf, profileState, sendRows, siteState, tellProfiles, tellTenants } from './support/inventory.js';
import { accountState, direct, type LineWorld, north, startLineWorld } from './support/line-world.js';

let world: LineWorld;
let sql: Client;
let customer: TenantChanged;
let macs = 0x0e00;

beforeAll(async () => {
  world = await startLineWorld();
  sql = new Client({ connectionString: world.service.database.ownerUrl });
  await sql.connect();
});

afterAll(async () => {
  await sql.end();
  await world.service.stop();
});

beforeEach(async () => {
  world.newer.splice(0);
  customer = customerState(`Customer ${newId()}`);
  await tellTenants(world.service, [customer]);
});

const row = (cells: object = {}) => ({ name: `Closing ${++macs}`, mac: macOf(macs), customer: customer.name, ...cells });

/** What directory asks once it has closed a tenant: how many devices use it. */
async function close(tenant: TenantChanged, sequence = 2n): Promise<bigint> {
  const client = createClient(DeviceUsesService, world.service.addresses.transportTo('inventory'));
  return (await client.findDeviceUses({ ids: [tenant.id], tenants: [{ sequence, state: { ...tenant, closing: true } }] })).total;
}

const WAITING = `
select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid)
where not l.granted and l.locktype in ('transactionid', 'tuple') and a.datname = current_database()`;

/** Resolves once somebody waits for a lock that this test holds. */
async function untilSomebodyWaits(): Promise<void> {
  const watching = new Client({ connectionString: world.service.database.ownerUrl });
  await watching.connect();
  for (;;) {
    const { rows } = await watching.query<{ n: number }>(WAITING);
    if ((rows[0]?.n ?? 0) > 0) break;
  }
  await watching.end();
}

describe('a customer that directory is about to delete (design.md §1)', () => {
  it('gets no device any more: by a file, by a form, by assigning', async () => {
    expect(await close(customer)).toBe(0n);
    expect(await importRows(world.service, [row()])).toEqual(['unknown_customer']);
    const id = await world.device({ shared: 'Y' });
    expect((await world.put(`${id}/assignment`, { customerId: customer.id })).body.code).toBe('unknown_customer');
    const model = (await world.get<{ items: readonly { id: string }[] }>('models?q=6821')).body.items[0]?.id;
    const body = { name: 'By a form', macAddress: macOf(++macs), model, assignedTo: customer.id };
    expect(await world.service.request('/api/v1/devices', { method: 'POST', body })).toMatchObject({ status: 422, body: { code: 'unknown_customer' } });
  });

  it('keeps the devices that it has, and they are told', async () => {
    expect(await importRows(world.service, [row()])).toEqual(['applied']);
    expect(await close(customer)).toBe(1n);
    await world.service.tell(topics.tenants, [{ key: customer.id, sequence: 3, message: customer }]);
    expect(await importRows(world.service, [row()])).toEqual(['applied']); // opened again
  });

  it('is closed only after whoever was just giving it a device is done, and that device is told', async () => {
    await sql.query('begin');
    await sql.query('select from tenants where id = $1 for share', [customer.id]); // as who writes a device of it holds it
    const answer = close(customer);
    await untilSomebodyWaits();
    await sql.query(
      `insert into devices (id, name, name_key, search, model_id, customer_id, shared, customer_owned, total_ports, used_ports, retired, version, created_at, since, by_id, by_name, source)
       select gen_random_uuid(), 'Just written', $2, $2, id, $1, false, false, 1, 0, false, 1, now(), now(), 'x', 'x', 'api' from models limit 1`,
      [customer.id, `just written ${newId()}`],
    );
    await sql.query('commit');
    expect(await answer).toBe(1n);
  });

  it('gets no device of a file that was judged while it was open: the row is judged again', async () => {
    await sql.query('begin');
    await sql.query('update tenants set closing = true, sequence = 2 where id = $1', [customer.id]); // not seen before the commit
    const sent = sendRows(world.service, [row()]);
    await untilSomebodyWaits();
    await sql.query('commit');
    expect(await outcomesOf(world.service, await sent)).toEqual(['unknown_customer']);
  });

  it('is told of nothing by its sites, which close by themselves', async () => {
    const site = siteState('Depot', customer);
    await tellTenants(world.service, [site]);
    expect(await close(site)).toBe(0n);
    expect(await importRows(world.service, [row({ site: 'Depot' }), row()])).toEqual(['unknown_site', 'applied']);
  });
});

describe('an account', () => {
  it('that was made in the same second takes a port: directory is asked before it is unknown (design.md §1)', async () => {
    const account = accountState(direct, `900${++macs}`);
    world.newAccounts.push(account);
    expect(await world.take(await world.device(), 0, account)).toEqual([200, undefined]);
    expect(await world.take(await world.device(), 0, { id: newId() })).toEqual([422, 'unknown_account']);
  });

  it('made in the same second is offered devices', async () => {
    const account = accountState(direct, `900${++macs}`);
    expect((await world.get(`devices/available?account=${account.id}`)).status).toBe(422);
    world.newAccounts.push(account);
    expect((await world.get(`devices/available?account=${account.id}`)).status).toBe(200);
  });

  it('that is about to be deleted takes none', async () => {
    const account = accountState(direct, `900${++macs}`);
    world.newAccounts.push(account);
    await world.take(await world.device(), 0, account);
    const client = createClient(DeviceUsesService, world.service.addresses.transportTo('inventory'));
    const accounts = [{ sequence: 6n, state: { ...account, closing: true } }];
    expect((await client.findDeviceUses({ ids: [account.id], accounts })).total).toBe(1n);
    expect(await world.take(await world.device(), 0, account)).toEqual([422, 'unknown_account']);
  });
});

describe('a CPE profile that takes something back (PRV-01)', () => {
  let profile: ProfileChanged;
  let model = '';

  beforeEach(async () => {
    model = (await world.get<{ items: readonly { id: string }[] }>('models?q=6821')).body.items[0]?.id ?? '';
    profile = profileState({ name: `Profile ${newId()}`, shared: true, modelIds: [model] });
    await tellProfiles(world.service, [profile]);
  });

  const add = async (more: object = {}) => {
    const body = { name: `Of a profile ${++macs}`, macAddress: macOf(macs), model, profile: profile.id, ...more };
    return (await world.service.request<{ code?: string; errors?: { code: string }[] }>('/api/v1/devices', { method: 'POST', body })).body;
  };
  const users = async (change: Partial<ProfileChanged>, sequence = 2n): Promise<bigint> => {
    const client = createClient(DeviceUsesService, world.service.addresses.transportTo('inventory'));
    return (await client.findDeviceUses({ profiles: [{ sequence, state: { ...profile, ...change } }] })).total;
  };

  it('is told the devices that rest on it, and no others', async () => {
    await add();
    await add({ managedBy: north.id });
    expect(await users({ name: 'Renamed' })).toBe(0n);
    expect(await users({ shared: false }, 3n)).toBe(1n);
    expect(await users({ modelIds: [newId()] }, 4n)).toBe(2n);
    expect(await users({ closing: true }, 5n)).toBe(2n);
  });

  it('is given to no device any more while it is about to be deleted, and the devices that have it go on', async () => {
    const name = `Keeps it ${++macs}`;
    expect((await add({ name })).code).toBeUndefined();
    await users({ closing: true });
    expect((await add()).code).toBe('unknown_profile');
    expect(await importRows(world.service, [{ name: `Of a file ${++macs}`, mac: macOf(macs), profile: profile.name }])).toEqual(['unknown_profile']);
    const { id } = (await world.get<{ items: readonly { id: string }[] }>(`devices?q=${encodeURIComponent(name)}`)).body.items[0] ?? { id: '' };
    const patch = { method: 'PATCH', body: { description: 'Changed' }, headers: { 'if-match': '*' } };
    expect((await world.service.request(`/api/v1/devices/${id}`, patch)).status).toBe(200);
  });

  it('is not given to a device that was judged before: that one is judged again', async () => {
    await sql.query('begin');
    await sql.query(`update profiles set model_ids = '{}', sequence = 2 where id = $1`, [profile.id]); // not seen before the commit
    const added = add();
    await untilSomebodyWaits();
    await sql.query('commit');
    expect((await added).code).toBe('profile_of_another_model');
  });
});
