// Real: the service over HTTP, PostgreSQL with row-level security, the built-in issuer's store of keys.
import { demoCredentials } from '@ringfleet/directory';
import { DirectoryClient, type View } from './support/directory-client.js';

interface Entry {
  readonly at: string;
  readonly kind: string;
  readonly actor: { readonly name: string };
  readonly address: string;
  readonly subject: { readonly kind: string; readonly name: string };
  readonly details: Readonly<Record<string, unknown>>;
}
interface Entries {
  readonly items: readonly Entry[];
  readonly nextCursor: string | null;
  readonly total: { readonly value: number };
}

let directory: DirectoryClient;
let north: View;
let harbour: View;
const PROVIDER = { name: 'Ada', id: '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f' };

const auditOf = async (query: string, as?: object): Promise<Entries> =>
  (await directory.service.request<Entries>(`/api/v1/audit?${query}`, { ...(as && { as }) })).body;

beforeAll(async () => {
  directory = await DirectoryClient.start();
  north = await directory.make('resellers', { name: 'North Telecom' });
  harbour = await directory.make('resellers', { name: 'Harbour Voice' });
});

afterAll(() => directory.service.stop());

describe('a service key', () => {
  it('gets a new secret when it is rotated, once per Idempotency-Key, and none after it is revoked (DIR-10)', async () => {
    const key = await directory.make('service-keys', { name: 'Billing', role: 'operator' });
    const rotate = (idempotencyKey: string) =>
      directory.send('POST', `service-keys/${key.id}/rotate`, { headers: { 'idempotency-key': idempotencyKey, 'if-match': '*' }, as: PROVIDER });
    const rotated = await rotate('first');
    expect([rotated.status, rotated.body.version]).toEqual([200, 2]);
    expect(rotated.body['clientSecret']).not.toBe(key['clientSecret']);
    expect((await rotate('first')).body).toEqual(rotated.body);
    expect((await rotate('second')).body.version).toBe(3);
    expect((await directory.delete(`service-keys/${key.id}`)).status).toBe(204);
    expect((await rotate('third')).body.code).toBe('key_revoked');
  });

  it('that stands in credentials.json stands there with its new secret', async () => {
    const before = await demoCredentials(directory.service.running().app);
    const rotated = await directory.rotate(before?.clientId ?? '');
    const after = await demoCredentials(directory.service.running().app);
    expect(after).toEqual({ ...before, clientSecret: rotated.body['clientSecret'] });
  });

  it("of another is not found (DIR-03), and its reseller's customers make none (DIR-02a)", async () => {
    const key = await directory.make('service-keys', { name: 'North', role: 'reseller-admin', resellerId: north.id });
    expect((await directory.rotate(key.id, { resellerId: harbour.id })).status).toBe(404);
    expect((await directory.delete(`service-keys/${key.id}`, { resellerId: harbour.id })).status).toBe(404);
    const customer = await directory.make('customers', { name: 'Alpine', resellerId: north.id });
    const as = { customerId: customer.id, resellerId: north.id };
    expect((await directory.post('service-keys', { name: 'x', role: 'customer-user', customerId: customer.id }, as)).status).toBe(403);
  });
});

describe('the audit', () => {
  it('tells who changed what somebody may do, when and from where (DIR-04, DIR-10)', async () => {
    const customer = await directory.make('customers', { name: 'Audited', resellerId: north.id });
    const user = await directory.make('users', { name: 'audrey', role: 'customer-user', customerId: customer.id }, PROVIDER);
    await directory.patch(`users/${user.id}`, { provisionDevices: 'view' }, PROVIDER);
    await directory.patch(`users/${user.id}`, { email: 'a@example.com' }, PROVIDER);
    await directory.delete(`users/${user.id}`, PROVIDER);
    const { items } = await auditOf(`subjectId=${user.id}`);
    expect(items.map(({ kind, actor, subject }) => `${actor.name} ${kind} ${subject.name}`)).toEqual([
      'Ada user-deleted audrey',
      'Ada user-changed audrey',
      'Ada permission-changed audrey',
      'Ada user-created audrey',
    ]);
    expect(items[2]).toMatchObject({ address: expect.stringContaining('127.0.0.1'), details: { provisionDevices: { from: 'none', to: 'view' } } });
    await directory.patch(`customers/${customer.id}`, { provisionDevices: 'view' });
    expect((await auditOf(`subjectId=${customer.id}&kind=permission-changed`)).items).toMatchObject([
      { details: { provisionDevices: { from: 'modify', to: 'view' } } },
    ]);
  });

  it('is read by the provider whole, by a reseller its own, by customers not at all (DIR-02a, DIR-03)', async () => {
    const inNorth = await directory.make('service-keys', { name: 'Of North', role: 'reseller-admin', resellerId: north.id });
    const inHarbour = await directory.make('service-keys', { name: 'Of Harbour', role: 'reseller-admin', resellerId: harbour.id });
    const seen = async (id: string, as?: object): Promise<number> => (await auditOf(`subjectId=${id}`, as)).total.value;
    expect([await seen(inNorth.id), await seen(inHarbour.id)]).toEqual([1, 1]);
    expect([await seen(inNorth.id, { resellerId: north.id }), await seen(inHarbour.id, { resellerId: north.id })]).toEqual([1, 0]);
    expect((await directory.get('audit', { customerId: north.id })).status).toBe(403);
    expect((await directory.get('audit', { role: 'operator' })).status).toBe(200);
  });

  it('comes in pages, the newest first', async () => {
    const whole = await auditOf('limit=200');
    const first = await auditOf('limit=2');
    const second = await auditOf(`limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(whole.items.slice(0, 4));
    expect((await directory.get('audit?cursor=abc')).body.code).toBe('bad_cursor');
    expect((await directory.get('audit?kind=none')).status).toBe(400);
    expect((await auditOf(`from=${new Date(Date.now() + 60_000).toISOString()}`)).total.value).toBe(0);
  });
});
