// Real: the service over HTTP, PostgreSQL with row-level security, outbox and event log; what was sealed is opened with the service's own key.
import { createClient } from '@connectrpc/connect';
import { TenantLookupService, topics } from '@ringfleet/contracts';
import { Sealed } from '@ringfleet/secrets';
import { DirectoryClient, type View } from './support/directory-client.js';

let directory: DirectoryClient;
let reseller: View;
let customer: View;

beforeAll(async () => {
  directory = await DirectoryClient.start();
  reseller = await directory.make('resellers', { name: 'North Telecom' });
  customer = await directory.make('customers', { name: 'Alpine Dental', resellerId: reseller.id });
});

afterAll(() => directory.service.stop());

describe('changing', () => {
  it('a reseller shows its new name beside its customers at once', async () => {
    const changed = await directory.patch(`resellers/${reseller.id}`, { name: 'North Telecom & Sons' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect((await directory.get(`customers/${customer.id}`)).body['reseller']).toEqual({ id: reseller.id, name: 'North Telecom & Sons' });
    const said = (await directory.service.records(topics.tenants)).filter(({ key }) => key === reseller.id);
    expect(said.map(({ sequence, message }) => [sequence, message?.name])).toEqual([
      [1, 'North Telecom'],
      [2, 'North Telecom & Sons'],
    ]);
  });

  it('a site approves other models, each once (DIR-07)', async () => {
    const [one, two] = ['019aa5a0-7a5e-7000-8000-000000000001', '019aa5a0-7a5e-7000-8000-000000000002'];
    const site = await directory.make('sites', { name: 'Head office', customerId: customer.id, approvedModelIds: [one] });
    const as = { resellerId: reseller.id };
    expect((await directory.patch(`sites/${site.id}`, { approvedModelIds: [two, one, two] }, as)).body).toMatchObject({
      approvedModelIds: [two, one],
      version: 2,
    });
    expect((await directory.patch(`sites/${site.id}`, { approvedModelIds: [two, one] }, as)).body.version).toBe(2);
    const said = (await directory.service.records(topics.tenants)).filter(({ key }) => key === site.id);
    expect(said.at(-1)?.message).toMatchObject({ tenant: { value: { approvedModelIds: [two, one] } }, change: { fields: ['approvedModelIds'] } });
  });

  it('a SIP password tells its reader alone, sealed, under the number that the public event names (PRV-03)', async () => {
    const account = await directory.make('accounts', { number: '100', customerId: customer.id, sipPassword: 'open sesame' });
    await directory.patch(`accounts/${account.id}`, { sipPassword: 'close sesame', displayName: 'Reception' });
    await directory.patch(`accounts/${account.id}`, { extension: '1' });
    const refused = await directory.patch(`accounts/${account.id}`, { sipPassword: 'sesame ' });
    expect([refused.status, refused.body.errors?.map(({ field, code }) => [field, code])]).toEqual([400, [['sipPassword', 'outer_blanks']]]);
    const secrets = (await directory.service.records(topics.accountSecrets)).filter(({ key }) => key === account.id);
    const opened = secrets.map(({ sequence, message }) => {
      const sealed = Sealed.fromStored(message?.sipPassword ?? new Uint8Array());
      return [sequence, message?.secretVersion, sealed.open(directory.service.ports.sealer, `account:${account.id}:sipPassword`)];
    });
    expect(opened).toEqual([
      [1, 1, 'open sesame'],
      [2, 2, 'close sesame'],
    ]);
    const said = (await directory.service.records(topics.accounts)).filter(({ key }) => key === account.id);
    expect(said.map(({ message }) => [message?.secretVersion, message?.change?.fields.includes('sipPassword')])).toEqual([
      [1, true],
      [2, true],
      [2, false],
    ]);
    const stored = await directory.service.request(`/api/v1/accounts/${account.id}`);
    expect(JSON.stringify(stored.body)).not.toContain('sesame');
  });

  it('an account clears what is null, and stays a phone while a device has it as its line (INV-08)', async () => {
    const account = await directory.make('accounts', { number: '200', customerId: customer.id, displayName: 'Desk', sipUsername: 'desk' });
    const cleared = await directory.patch(`accounts/${account.id}`, { displayName: null, sipUsername: null, number: '201' });
    expect(cleared.body).toMatchObject({ displayName: null, sipUsername: '201', number: '201' });
    directory.devices.set(account.id, ['Desk 1']);
    expect((await directory.patch(`accounts/${account.id}`, { kind: 'queue' })).body).toMatchObject({ code: 'port_in_use', usedBy: [{ kind: 'device' }] });
    directory.devices.delete(account.id);
    expect((await directory.patch(`accounts/${account.id}`, { kind: 'queue' })).status).toBe(200);
  });

  it.each(['resellers', 'sites', 'accounts', 'users'])('%s is refused to who may not, or sees none (DIR-02a, DIR-03)', async (path) => {
    const id = '019aa5a0-7a5e-7000-8000-00000000000f';
    expect((await directory.patch(`${path}/${id}`, {}, { role: 'operator' })).status).toBe(403);
    expect((await directory.patch(`${path}/${id}`, {}, { customerId: customer.id, role: 'customer-user' })).status).toBe(403);
    expect((await directory.patch(`${path}/${id}`, {})).status).toBe(404);
  });
});

describe('what is changed', () => {
  it('is changed for who says in which version it was read, and else left as it is (INV-15)', async () => {
    const key = await directory.make('service-keys', { name: 'Stock', role: 'operator' });
    const user = await directory.make('users', { name: 'ann', role: 'customer-admin', customerId: customer.id });
    const site = await directory.make('sites', { name: 'Mill', customerId: customer.id });
    const account = await directory.make('accounts', { number: '300', customerId: customer.id });
    const records = [`resellers/${reseller.id}`, `customers/${customer.id}`, `sites/${site.id}`, `accounts/${account.id}`, `users/${user.id}`];
    const said = [...records, `service-keys/${key.id}`, 'provider', 'me/preferences'];
    const versions = (): Promise<number[]> => Promise.all(said.map(async (path) => (await directory.get(path)).body.version));
    const before = await versions();
    const changes = [
      ...records.flatMap((path) => [['PATCH', path] as const, ['DELETE', path] as const]),
      ['POST', `service-keys/${key.id}/rotate`] as const,
      ['DELETE', `service-keys/${key.id}`] as const,
      ['PATCH', 'provider'] as const,
      ['PUT', 'me/preferences'] as const,
    ];
    for (const [method, path] of changes) {
      const { status, body } = await directory.send(method, path, method === 'DELETE' ? {} : { body: {} });
      expect([method, path, status, body.code]).toEqual([method, path, 428, 'if_match_required']);
    }
    expect(await versions()).toEqual(before);
  });
});

describe('the line-states report', () => {
  it('is switched on by the provider, for itself and per reseller (DIR-08)', async () => {
    const as = { resellerId: reseller.id };
    const report = async (who: object): Promise<unknown> => (await directory.get('me', who)).body['sections'];
    expect(await report(as)).toEqual({ devices: true, lineStatesReport: false });
    expect((await directory.patch(`resellers/${reseller.id}`, { lineStatesReport: true }, as)).status).toBe(403);
    await directory.patch(`resellers/${reseller.id}`, { lineStatesReport: true });
    expect([await report(as), await report({ role: 'operator' })]).toEqual([
      { devices: true, lineStatesReport: true },
      { devices: true, lineStatesReport: false },
    ]);
    const switched = await directory.patch('provider', { lineStatesReport: true });
    expect(switched.body).toMatchObject({ lineStatesReport: true, version: 1 });
    expect(await report({ role: 'operator' })).toEqual({ devices: true, lineStatesReport: true });
    const said = (await directory.service.records(topics.tenants)).filter(({ key }) => key === switched.body.id);
    expect(said.map(({ sequence, message }) => [sequence, message?.tenant])).toMatchObject([[1, { case: 'provider', value: { lineStatesReport: true } }]]);
    expect((await directory.get('provider', as)).status).toBe(403);
    // Who has not heard of it yet asks.
    const lookup = createClient(TenantLookupService, directory.service.addresses.transportTo('directory'));
    const { tenants } = await lookup.findTenants({ ids: [switched.body.id, reseller.id] });
    expect(tenants.map(({ state }) => state?.tenant)).toEqual([
      expect.objectContaining({ case: 'provider', value: expect.objectContaining({ lineStatesReport: true }) }),
      expect.objectContaining({ case: 'reseller', value: expect.objectContaining({ lineStatesReport: true }) }),
    ]);
  });
});

describe('the devices section', () => {
  it('is gone for a reseller none of whose customers and users has any permission (DIR-06)', async () => {
    const { id: resellerId } = await directory.make('resellers', { name: 'Blind' });
    const section = async (who: object): Promise<unknown> => ((await directory.get('me', who)).body['sections'] as { devices: boolean }).devices;
    expect(await section({ resellerId })).toBe(true);
    const { id: customerId } = await directory.make('customers', { name: 'Blind too', resellerId, provisionDevices: 'none' });
    const { id } = await directory.make('service-keys', { name: 'Of the customer', role: 'customer-admin', customerId });
    const ofCustomer = { id, resellerId, customerId };
    expect([await section({ resellerId }), await section(ofCustomer)]).toEqual([false, false]);
    await directory.patch(`customers/${customerId}`, { provisionDevices: 'view' });
    expect([await section({ resellerId }), await section(ofCustomer)]).toEqual([true, true]);
  });
});

describe('preferences', () => {
  const mine = { id: '019aa5a0-7a5e-7000-8000-0000000000aa', role: 'operator' } as const;
  const put = (body: object, headers: object = { 'if-match': '*' }, as: object = mine) =>
    directory.send('PUT', 'me/preferences', { body, headers: { ...headers }, as });

  it('follow a user, and are nobody else’s (DIR-09, UI-04, UI-05, UI-07)', async () => {
    expect((await directory.get('me/preferences', mine)).body).toEqual({ version: 0 });
    const chosen = { pageSize: 100, rowStyle: 'compact', columns: { devices: ['name', 'macAddress'] } };
    expect((await put(chosen)).body).toEqual({ ...chosen, version: 1 });
    await directory.service.restart();
    expect((await directory.get('me/preferences', mine)).body).toEqual({ ...chosen, version: 1 });
    expect((await directory.get('me/preferences', { ...mine, id: '019aa5a0-7a5e-7000-8000-0000000000bb' })).body).toEqual({ version: 0 });
    expect((await put({}, { 'if-match': '"7"' })).body.code).toBe('changed_meanwhile');
    expect((await put({ rowStyle: 'compact' })).body).toEqual({ rowStyle: 'compact', version: 2 });
  });

  it('are every role’s own, and nothing else than preferences (DIR-02a)', async () => {
    const user = { customerId: customer.id, resellerId: reseller.id, role: 'customer-user', id: '019aa5a0-7a5e-7000-8000-0000000000cc' };
    expect((await put({ pageSize: 50 }, { 'if-match': '"0"' }, user)).status).toBe(200);
    expect((await put({ pageSize: 201 })).status).toBe(400);
    expect((await put({ columns: { devices: ['name', 'name'] } })).body.errors?.[0]?.code).toBe('bad_columns');
    expect((await put({ anything: 1 })).status).toBe(400);
  });
});

describe('a POST that comes twice', () => {
  const twice = (path: string, body: object, key: string) =>
    directory.send('POST', path, { body, headers: { 'idempotency-key': key }, as: { id: reseller.id } });

  it('makes one record and answers alike; other content is refused (design.md §7)', async () => {
    const first = await twice('customers', { name: 'Once' }, 'k1');
    const second = await twice('customers', { name: 'Once' }, 'k1');
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    const other = await twice('customers', { name: 'Twice' }, 'k1');
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect((await twice('customers', { name: 'ONCE' }, 'k2')).body.code).toBe('name_not_unique');
    expect((await twice('customers', { name: 'Other' }, 'k2')).status).toBe(201);
  });

  it('answers a new secret again, and keeps it sealed', async () => {
    const first = await twice('service-keys', { name: 'Sealed', role: 'operator' }, 'k3');
    expect((await twice('service-keys', { name: 'Sealed', role: 'operator' }, 'k3')).body).toEqual(first.body);
    const rows = await directory.storedAnswers();
    expect(rows).toContain('sealed');
    expect(rows).not.toContain(String(first.body['clientSecret']));
  });
});
