// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log; directory is its contract, answered here.
import { Permission, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { Client } from 'pg';
import { customerState, deviceEvents } from './support/inventory.js';
import {
  ALPINE,
  ANY_VERSION,
  accounts,
  accountState,
  alpine,
  birch,
  easy,
  HARBOUR,
  type LineWorld,
  NORTH,
  north,
  quay,
  startLineWorld,
} from './support/line-world.js';
import { waitingIn } from './support/waiting.js';

interface View {
  readonly name: string;
  readonly assignedTo: { readonly id: string } | null;
  readonly freePorts: number;
  readonly state: string;
  readonly version: number;
}

let world: LineWorld;

beforeAll(async () => {
  world = await startLineWorld();
});

afterAll(() => world.service.stop());

const view = async (id: string): Promise<View> => (await world.get<View>(`devices/${id}`)).body;
const free = async (id: string, port: number, as?: object): Promise<number> =>
  (await world.service.request(`/api/v1/devices/${id}/lines/${port}`, { method: 'DELETE', as, headers: ANY_VERSION })).status;

/** Requests that have all read the device before any of them has changed it. */
async function atOnce(id: string, requests: readonly (() => Promise<{ readonly status: number }>)[]): Promise<number[]> {
  const owner = new Client({ connectionString: world.service.database.ownerUrl });
  await owner.connect();
  try {
    await owner.query('begin');
    await owner.query('select from devices where id = $1 for update', [id]);
    const answers = requests.map((request) => request());
    while ((await waitingIn(owner)) < requests.length);
    await owner.query('rollback');
    return (await Promise.all(answers)).map(({ status }) => status);
  } finally {
    await owner.end();
  }
}

describe('an account takes a port', () => {
  it('of a device of nobody, which becomes its customer’s in the same change (INV-07, INV-08)', async () => {
    const id = await world.device({ managedBy: 'North Telecom' });
    expect(await world.take(id, 1, accounts.alpine, NORTH)).toEqual([200, undefined]);
    expect(await view(id)).toMatchObject({ assignedTo: { id: alpine.id }, freePorts: 1, state: 'inService', version: 2 });
    const lines = await world.get<{ items: unknown[] }>(`devices/${id}/lines`, NORTH);
    expect(lines.body.items).toMatchObject([
      { port: 0, account: null },
      { port: 1, account: { number: '8135550211', extension: '0211' } },
    ]);
    expect(await world.take(id, 1, accounts.alpine, NORTH)).toEqual([200, undefined]);
    expect((await view(id)).version).toBe(2);
  });

  it('and history and event say what changed, by whom (INV-14, EVT-01)', async () => {
    const id = await world.device({ managedBy: 'North Telecom' });
    await world.take(id, 0, accounts.birch, NORTH);
    expect(await free(id, 0, NORTH)).toBe(204);
    const { body } = await world.get<{
      items: { version: number; kind: string; by: { id: string }; source: string; changes: { field: string; from: unknown; to: unknown }[] }[];
    }>(`devices/${id}/history`, NORTH);
    expect(body.items.map(({ version, kind, source }) => [version, kind, source])).toEqual([
      [3, 'changed', 'api'],
      [2, 'changed', 'api'],
      [1, 'created', 'import'],
    ]);
    expect(body.items[1]).toMatchObject({
      by: { id: NORTH.id },
      changes: [
        { field: 'assignedTo', from: null, to: { id: birch.id, name: birch.name } },
        { field: 'usedPorts', from: 0, to: 1 },
        { field: 'extensions', from: null, to: '0221' },
      ],
    });
    const events = (await deviceEvents(world.service)).filter(({ key }) => key === id);
    expect(events.map(({ sequence, message }) => [sequence, message?.change?.fields.toSorted(), message?.freePorts])).toMatchObject([
      [1, expect.any(Array), 2],
      [2, ['assignedTo', 'freePorts'], 1],
      [3, ['freePorts'], 2],
    ]);
    expect(events[1]?.headers).toMatchObject({ rf_reseller: north.id, rf_customer: birch.id });
  });

  it('unless the port, the account or the device does not fit (INV-07, INV-08, INV-06)', async () => {
    const id = await world.device({ managedBy: 'North Telecom' });
    expect(await world.take(id, 0, accounts.alpine, NORTH)).toEqual([200, undefined]);
    expect(await world.take(id, 0, accounts.alpine2, NORTH)).toEqual([409, 'port_in_use']);
    expect(await world.take(id, 1, accounts.alpine, NORTH)).toEqual([409, 'account_on_another_port']);
    expect(await world.take(id, 2, accounts.alpine2, NORTH)).toEqual([422, 'no_such_port']);
    expect(await world.take(id, 1, accounts.alpineFax, NORTH)).toEqual([422, 'not_a_phone']);
    expect(await world.take(id, 1, accounts.birch, NORTH)).toEqual([409, 'device_of_another_customer']);
    expect(await world.take(id, 1, accounts.quay, NORTH)).toEqual([422, 'unknown_account']);
    expect(await world.take(id, 1, { id: newId() }, NORTH)).toEqual([422, 'unknown_account']);
    const provider = await world.device();
    expect(await world.take(provider, 0, accounts.alpine)).toEqual([422, 'customer_of_another_reseller']);
    expect(await free(id, 1, NORTH)).toBe(404);
  });

  it('not where the customer may not have devices, as directory says it (DIR-05)', async () => {
    const id = await world.device();
    expect(await world.take(id, 0, accounts.easy)).toEqual([422, 'customer_view_only']);
    world.newer.push({ ...customerState('EasyCall', '', Permission.NONE), id: easy.id });
    expect(await world.take(id, 0, accounts.easy)).toEqual([422, 'customer_permission_none']);
    world.newer.splice(0);
    expect(await view(id)).toMatchObject({ assignedTo: null, version: 1 });
  });

  it('while another account’s extension on the same device changes, and the device shows both as they then are (INV-08)', async () => {
    const id = await world.device({ customer: 'Quay Hotel', managedBy: 'Harbour Voice' });
    const [first, second] = [accountState(quay, '8135550331'), accountState(quay, '8135550332')];
    const tell = (sequence: number, ...states: (typeof first)[]): Promise<void> =>
      world.service.tell(
        topics.accounts,
        states.map((message) => ({ key: message.id, message, sequence })),
      );
    await tell(1, first, second);
    expect(await world.take(id, 0, first)).toEqual([200, undefined]);
    const owner = new Client({ connectionString: world.service.database.ownerUrl });
    await owner.connect();
    try {
      await owner.query('begin');
      await owner.query('update devices set used_ports = 2 where id = $1', [id]);
      await owner.query('insert into ports (device_id, port, account_id) values ($1, 1, $2)', [id, second.id]);
      const told = tell(2, { ...first, extension: '9999' });
      while ((await waitingIn(owner)) === 0);
      await owner.query('commit');
      await told;
    } finally {
      await owner.end();
    }
    expect((await world.get<{ extensions: string[] }>(`devices/${id}`)).body.extensions).toEqual(['9999', '0332']);
  });

  it('is offered what it may take and no more (INV-07)', async () => {
    const mine = await world.device({ managedBy: 'North Telecom', customer: 'Alpine Dental' });
    const nobodys = await world.device({ managedBy: 'North Telecom' });
    const shared = await world.device({ shared: 'Y' });
    const others = [
      await world.device({ managedBy: 'North Telecom', customer: 'Birch & Sons' }),
      await world.device({ managedBy: 'Harbour Voice' }),
      await world.device(),
    ];
    const offered = async (account: { readonly id: string }, as = NORTH): Promise<string[]> =>
      (await world.get<{ items: { id: string }[] }>(`devices/available?limit=200&account=${account.id}`, as)).body.items.map((item) => item.id);
    const ids = await offered(accounts.alpine);
    expect(ids).toEqual(expect.arrayContaining([mine, nobodys, shared]));
    expect(ids.filter((id) => others.includes(id))).toEqual([]);
    for (const id of ids) expect((await world.take(id, 1, accounts.alpine, NORTH))[0]).toBe(200);
    expect(await offered(accounts.alpine)).toEqual([]);
    expect(await offered(accounts.alpineFax)).toEqual([]);
    expect((await world.get(`devices/available?account=${accounts.quay.id}`, NORTH)).status).toBe(422);
  });

  it('is asked for with the version that was read (INV-15)', async () => {
    const id = await world.device({ managedBy: 'North Telecom' });
    const ask = async (method: string, path: string, body: object | undefined, ifMatch?: string): Promise<unknown[]> => {
      const request = { method, body, as: NORTH, ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }) };
      const answer = await world.service.request<{ code?: string }>(`/api/v1/devices/${id}/${path}`, request);
      return [answer.status, answer.body?.code ?? answer.headers.get('etag')];
    };
    const requests = [
      ['PUT', 'lines/0', { accountId: accounts.alpine.id }, 200],
      ['DELETE', 'lines/0', undefined, 204],
      ['PUT', 'assignment', { customerId: null }, 204],
    ] as const;
    for (const [at, [method, path, body, made]] of requests.entries()) {
      expect(await ask(method, path, body)).toEqual([428, 'if_match_required']);
      expect(await ask(method, path, body, '"7"')).toEqual([412, 'changed_meanwhile']);
      expect(await ask(method, path, body, `"${at + 1}"`)).toEqual([made, `"${at + 2}"`]);
    }
  });
});

describe('a shared device', () => {
  it('is taken by one of two resellers, is then seen by that one alone, and by all again once it is released (INV-05)', async () => {
    const id = await world.device({ shared: 'Y' });
    const seen = async () => Promise.all([NORTH, HARBOUR].map(async (as) => (await world.get(`devices/${id}`, as)).status));
    expect(await seen()).toEqual([200, 200]);
    expect((await world.put(`${id}/assignment`, { customerId: quay.id }, NORTH)).body.code).toBe('unknown_customer');
    const statuses = await atOnce(id, [
      () => world.put(`${id}/assignment`, { customerId: alpine.id }, NORTH),
      () => world.put(`${id}/assignment`, { customerId: quay.id }, HARBOUR),
    ]);
    expect(statuses.toSorted((one, other) => one - other)).toEqual([204, 409]);
    const [holder, other, customer] = statuses[0] === 204 ? [NORTH, HARBOUR, alpine] : [HARBOUR, NORTH, quay];
    expect(await view(id)).toMatchObject({ assignedTo: { id: customer.id } });
    expect((await world.get(`devices/${id}`, other)).status).toBe(404);
    const account = holder === NORTH ? accounts.alpine2 : accounts.quay;
    expect(await world.take(id, 0, account, holder)).toEqual([200, undefined]);
    expect((await world.put(`${id}/assignment`, {}, holder)).body.code).toBe('validation_failed');
    expect((await world.put(`${id}/assignment`, { customerId: null }, holder)).body.code).toBe('port_in_use');
    expect(await free(id, 0, holder)).toBe(204);
    expect((await world.put(`${id}/assignment`, { customerId: null }, holder)).status).toBe(204);
    expect(await seen()).toEqual([200, 200]);
    const history = async (as: object) => (await world.get<{ items: unknown[] }>(`devices/${id}/history`, as)).body.items.length;
    expect([await history(holder), await history(other)]).toEqual([3, 0]);
  });

  it('of a direct customer is no reseller’s (INV-05, INV-06)', async () => {
    const id = await world.device({ shared: 'Y' });
    expect(await world.take(id, 0, accounts.direct)).toEqual([200, undefined]);
    for (const as of [NORTH, HARBOUR, ALPINE]) expect((await world.get(`devices/${id}`, as)).status).toBe(404);
    expect((await world.take(id, 1, accounts.alpine, NORTH))[0]).toBe(404);
  });
});
