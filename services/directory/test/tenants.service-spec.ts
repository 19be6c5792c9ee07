// Real: the service over HTTP, PostgreSQL with row-level security, outbox and event log. The tokens are signed by the harness.
import { Change_Kind, Permission, topics } from '@ringfleet/contracts';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { directory } from '@ringfleet/directory';

interface View {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly reseller: { readonly id: string; readonly name: string } | null;
  readonly provisionDevices: string;
}
interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly code: string; readonly field: string }[];
}
interface List {
  readonly items: readonly View[];
  readonly nextCursor: string | null;
  readonly total: { readonly value: number; readonly exact: boolean };
}

let service: TestService;
let north: View;
let harbour: View;

const ANY = { 'if-match': '*' };
const post = (path: string, body: object, as?: object) => service.request<View & Problem>(`/api/v1/${path}`, { method: 'POST', body, as });
const get = <Body = View & Problem>(path: string, as?: object) => service.request<Body>(`/api/v1/${path}`, { as });
const names = async (path: string, as?: object): Promise<string[]> => (await get<List>(path, as)).body.items.map(({ name }) => name);

beforeAll(async () => {
  service = await startTestService(directory);
  north = (await post('resellers', { name: 'North Telecom' })).body;
  harbour = (await post('resellers', { name: ' Harbour Voice\u00a0' })).body;
});

afterAll(() => service.stop());

describe('the tenant tree', () => {
  it('says each change as an event with the state after it (EVT-01)', async () => {
    const { body: customer } = await post('customers', { name: 'Evented', resellerId: north.id });
    await service.request(`/api/v1/customers/${customer.id}`, { method: 'PATCH', headers: ANY, body: { provisionDevices: 'view' } });
    const said = (await service.records(topics.tenants)).filter(({ key }) => key === customer.id);
    expect(said.map(({ sequence, message }) => [sequence, message?.change?.kind, message?.change?.fields])).toEqual([
      [1, Change_Kind.CREATED, ['name', 'resellerId', 'provisionDevices']],
      [2, Change_Kind.CHANGED, ['provisionDevices']],
    ]);
    expect(said[1]?.message).toMatchObject({
      name: 'Evented',
      tenant: { case: 'customer', value: { resellerId: north.id, provisionDevices: Permission.VIEW } },
    });
    expect(said[1]?.headers).toMatchObject({ rf_reseller: north.id, rf_customer: customer.id, ce_sequence: '2' });
  });

  it('gives a new customer modify (DIR-05)', async () => {
    expect((await post('customers', { name: 'Fresh' })).body).toMatchObject({ reseller: null, provisionDevices: 'modify', version: 1 });
  });

  it('keeps names apart without case and outer blanks, customers within their owner (IMP-02a)', async () => {
    expect(harbour.name).toBe('Harbour Voice');
    const again = await post('resellers', { name: 'HARBOUR voice' });
    expect([again.status, again.body.code, again.body.errors?.[0]?.field]).toEqual([409, 'name_not_unique', 'name']);
    expect((await post('customers', { name: 'Alpine Dental', resellerId: north.id })).status).toBe(201);
    expect((await post('customers', { name: 'Alpine Dental', resellerId: harbour.id })).status).toBe(201);
    expect((await post('customers', { name: 'alpine dental', resellerId: north.id })).body.code).toBe('name_not_unique');
    expect((await post('customers', { name: 'Alpine Dental' })).status).toBe(201);
    expect((await post('customers', { name: 'Alpine Dental' })).status).toBe(409);
  });

  it('writes no event for what was refused (EVT-03)', async () => {
    const before = (await service.records(topics.tenants)).length;
    await post('resellers', { name: 'North Telecom' });
    expect(await service.records(topics.tenants)).toHaveLength(before);
  });

  it('names every field at fault', async () => {
    const { status, body } = await post('customers', { name: 'x'.repeat(65), provisionDevices: 'all', colour: 'red' });
    expect(status).toBe(400);
    expect(body.errors?.map(({ field, code }) => `${field} ${code}`).toSorted()).toEqual([
      'colour whitelist_validation',
      'name value_too_long',
      'provisionDevices is_in',
    ]);
    expect((await post('customers', { name: ' \u200b' })).body.errors?.[0]?.code).toBe('missing_value');
    expect((await post('customers', { name: 'a\u0007b' })).body.errors?.[0]?.code).toBe('bad_name');
    expect((await post('customers', { name: '😀'.repeat(64) })).status).toBe(201);
  });
});

describe('a reseller', () => {
  it("sees its own customers only; another's is not found (DIR-03)", async () => {
    const { body: own } = await post('customers', { name: 'Own of North' }, { resellerId: north.id });
    const { body: other } = await post('customers', { name: 'Own of Harbour' }, { resellerId: harbour.id });
    expect(own.reseller).toEqual({ id: north.id, name: 'North Telecom' });
    expect(await names('customers?limit=200', { resellerId: north.id })).not.toContain('Own of Harbour');
    expect(await names('customers?limit=200', { resellerId: harbour.id })).toContain('Own of Harbour');
    expect((await get(`customers/${other.id}`, { resellerId: north.id })).status).toBe(404);
    const changed = await service.request(`/api/v1/customers/${other.id}`, {
      method: 'PATCH',
      headers: ANY,
      body: { name: 'Mine' },
      as: { resellerId: north.id },
    });
    expect(changed.status).toBe(404);
    expect(await names('resellers', { resellerId: north.id })).toEqual(['North Telecom']);
  });

  it('adds a customer to itself alone (DIR-03)', async () => {
    const { status, body } = await post('customers', { name: 'For another', resellerId: harbour.id }, { resellerId: north.id });
    expect([status, body.code]).toEqual([422, 'unknown_reseller']);
  });

  it('adds no reseller (DIR-02a)', async () => {
    expect((await post('resellers', { name: 'Another' }, { resellerId: north.id })).status).toBe(403);
  });
});

describe('roles', () => {
  it('let an operator see and not change the tree (DIR-02a)', async () => {
    expect((await get('customers', { role: 'operator' })).status).toBe(200);
    expect((await post('customers', { name: 'No' }, { role: 'operator' })).status).toBe(403);
  });

  it('let a customer see itself, and its user not even that (DIR-02a)', async () => {
    const { body: customer } = await post('customers', { name: 'Self', resellerId: north.id });
    const who = { customerId: customer.id, resellerId: north.id };
    expect((await get<List>('customers', who)).body.items).toMatchObject([{ name: 'Self', reseller: { name: 'North Telecom' } }]);
    expect((await get('customers', { ...who, role: 'customer-user' })).status).toBe(403);
    expect((await get('me', { ...who, name: 'Sam' })).body).toMatchObject({
      name: 'Sam',
      role: 'customer-admin',
      reseller: { name: 'North Telecom' },
      customer: { name: 'Self', provisionDevices: 'modify' },
    });
  });

  it('are asked for', async () => {
    expect((await service.request('/api/v1/customers', { as: null })).status).toBe(401);
  });
});

describe('changing a customer', () => {
  it('is refused for somebody who read an older version (INV-15)', async () => {
    const { body: customer } = await post('customers', { name: 'Twice' });
    const patch = (body: object, headers = ANY) => service.request<View & Problem>(`/api/v1/customers/${customer.id}`, { method: 'PATCH', body, headers });
    const first = await patch({ name: 'Twice changed' }, { 'if-match': '"1"' });
    expect([first.status, first.headers.get('etag'), first.body.version]).toEqual([200, '"2"', 2]);
    const second = await patch({ name: 'Lost' }, { 'if-match': '"1"' });
    expect([second.status, second.body.code]).toEqual([412, 'changed_meanwhile']);
    expect((await patch({ name: null })).status).toBe(400);
    expect((await patch({})).body).toMatchObject({ name: 'Twice changed', version: 2 });
  });
});

describe('a list', () => {
  it('comes in pages by name without case, and finds any part of a name', async () => {
    for (const name of ['page b', 'Page A', 'page C']) await post('customers', { name, resellerId: harbour.id });
    const query = `customers?q=PAGE&managedBy=${harbour.id}&limit=2`;
    const { body: first } = await get<List>(query);
    expect(first.items.map(({ name }) => name)).toEqual(['Page A', 'page b']);
    expect(first.total).toEqual({ value: 3, exact: true });
    const { body: second } = await get<List>(`${query}&cursor=${first.nextCursor}`);
    expect([second.items.map(({ name }) => name), second.nextCursor]).toEqual([['page C'], null]);
    expect(await names('customers?q=page&managedBy=administrator')).toEqual([]);
    expect((await get('customers?cursor=abc')).body.code).toBe('bad_cursor');
    expect((await get('customers?limit=201')).status).toBe(400);
  });
});
