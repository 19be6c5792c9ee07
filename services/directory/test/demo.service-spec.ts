// Real: the service with the demo data, PostgreSQL, event log, the lookup over Connect's own transport.
import { toJsonString } from '@bufbuild/protobuf';
import { createClient } from '@connectrpc/connect';
import { AccountChangedSchema, AccountKind, TenantLookupService, topics } from '@ringfleet/contracts';
import { demoCredentials, directory } from '@ringfleet/directory';
import { namedId, nameKey } from '@ringfleet/kernel';
import { startService } from '@ringfleet/service-kit';
import { createTestDatabase } from '@ringfleet/testing';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';

let service: TestService;
const byText = (a: string, b: string): number => a.localeCompare(b);

beforeAll(async () => {
  service = await startTestService(directory, { demo: true });
});

afterAll(() => service.stop());

describe('the demo data (product.md §11)', () => {
  it('is told as events, the tree before what hangs on it', async () => {
    const tenants = await service.records(topics.tenants);
    expect(
      tenants
        .map(({ message }) => message?.name ?? '')
        .toSorted(byText)
        .join(', '),
    ).toBe('Alpine Dental, Alpine Dental, Birch & Sons, Canistracci OIL, EasyCall, Harbour Voice, Head office, North Telecom, Quay Hotel, Refinery');
    expect(tenants.every(({ sequence, message }) => sequence === 1 && message?.change?.source.case === 'system')).toBe(true);
    const refinery = tenants.find(({ key }) => key === namedId('site/Canistracci OIL/Refinery'));
    expect(refinery?.message?.tenant.value).toMatchObject({ approvedModelIds: [namedId('model/Cisco 6821'), namedId('model/Snom D785')], resellerId: '' });
    const accounts = await service.records(topics.accounts);
    const first = accounts.find(({ key }) => key === namedId('account/8133793275'));
    expect(first?.message).toMatchObject({
      number: '8133793275',
      extension: '3275',
      kind: AccountKind.PHONE_TERMINAL,
      customerId: namedId('customer/Canistracci OIL'),
    });
    expect(first?.headers).toMatchObject({ rf_customer: namedId('customer/Canistracci OIL') });
  });

  it('gives EasyCall view and everybody else modify', async () => {
    const { body } = await service.request<{ items: { name: string; provisionDevices: string }[] }>('/api/v1/customers');
    expect(body.items.filter(({ provisionDevices }) => provisionDevices !== 'modify')).toMatchObject([{ name: 'EasyCall', provisionDevices: 'view' }]);
    expect(body.items).toHaveLength(6);
  });

  it('has keys of the resellers and four users, once', async () => {
    const told = await demoCredentials(service.running().app);
    expect(told?.resellers.map(({ name }) => name)).toEqual(['Harbour Voice', 'North Telecom']);
    expect(told?.users.map(({ name, role }) => `${name}: ${role}`)).toEqual([
      'admin: administrator',
      'canistracci-admin: customer-admin',
      'harbour-admin: reseller-admin',
      'north-admin: reseller-admin',
    ]);
    await service.restart();
    expect(await demoCredentials(service.running().app)).toEqual(told);
    expect(await service.records(topics.tenants)).toHaveLength(10);
  });
});

describe('the lookup', () => {
  const find = (request: object) => createClient(TenantLookupService, service.addresses.transportTo('directory')).findTenants(request);

  it('finds every reseller and customer of a name, with the number of its state (design.md §1)', async () => {
    const { tenants } = await find({ nameKeys: [nameKey(' Alpine DENTAL '), nameKey('harbour voice'), nameKey('Head office')] });
    expect(tenants.map(({ sequence, state }) => [sequence, state?.tenant.case, state?.name])).toEqual([
      [1n, 'reseller', 'Harbour Voice'],
      [1n, 'customer', 'Alpine Dental'],
      [1n, 'customer', 'Alpine Dental'],
    ]);
  });

  it('finds any node by id, and sites by name within their customer', async () => {
    const customerId = namedId('customer/Canistracci OIL');
    const { tenants } = await find({
      ids: [customerId, 'no id'],
      sites: [
        { customerId, nameKey: 'refinery' },
        { customerId: namedId('customer/EasyCall'), nameKey: 'refinery' },
      ],
    });
    expect(tenants.map(({ state }) => state?.name)).toEqual(['Canistracci OIL', 'Refinery']);
  });
});

describe('sites and accounts', () => {
  const customerId = namedId('customer/Canistracci OIL');
  const post = (path: string, body: object, as?: object) => service.request<{ code?: string; id: string }>(`/api/v1/${path}`, { method: 'POST', body, as });

  it('are unique: a site within its customer, a number everywhere', async () => {
    expect((await post('sites', { name: 'REFINERY', customerId })).body.code).toBe('name_not_unique');
    expect((await post('sites', { name: 'Refinery', customerId: namedId('customer/EasyCall') })).status).toBe(201);
    expect((await post('accounts', { number: '8133793275', customerId: namedId('customer/EasyCall') })).body.code).toBe('number_not_unique');
    expect((await post('accounts', { number: '99', sipUsername: '8133793275', customerId })).body.code).toBe('sip_username_not_unique');
  });

  it('belong to a customer that the caller sees (DIR-03)', async () => {
    const as = { resellerId: namedId('reseller/North Telecom') };
    expect((await post('sites', { name: 'Mine', customerId }, as)).body.code).toBe('unknown_customer');
    expect((await post('accounts', { number: '77', customerId }, as)).body.code).toBe('unknown_customer');
    const own = namedId('customer/North Telecom/Alpine Dental');
    expect((await post('accounts', { number: '77', customerId: own, siteId: namedId('site/Canistracci OIL/Refinery') }, as)).body.code).toBe('unknown_site');
    expect((await post('accounts', { number: '77', customerId: own }, as)).status).toBe(201);
    const { body } = await service.request<{ total: { value: number } }>('/api/v1/accounts', { as });
    expect(body.total.value).toBe(6);
    expect((await service.request<{ total: { value: number } }>(`/api/v1/accounts?customerId=${customerId}`, { as })).body.total.value).toBe(0);
  });

  it('keep a SIP password sealed: no answer and no event has it (PRV-03)', async () => {
    const { body } = await post('accounts', { number: '4711', customerId, siteId: namedId('site/Canistracci OIL/Refinery'), sipPassword: 'open sesame' });
    expect(body).toMatchObject({ hasSipPassword: true, sipUsername: '4711', kind: 'phone-terminal', site: { name: 'Refinery' } });
    expect(JSON.stringify(body)).not.toContain('sesame');
    const said = (await service.records(topics.accounts)).find(({ key }) => key === body.id);
    expect(said?.message?.change?.fields).toEqual(['number', 'customerId', 'siteId', 'sipUsername', 'sipPassword', 'kind']);
    expect(said?.message && toJsonString(AccountChangedSchema, said.message)).not.toContain('sesame');
  });
});

describe('without demo data', () => {
  it('there is a first administrator key all the same, one however often it starts', async () => {
    const bare = await startTestService(directory);
    const told = await demoCredentials(bare.running().app);
    expect(told).toMatchObject({ resellers: [], users: [] });
    await bare.restart();
    expect(await demoCredentials(bare.running().app)).toEqual(told);
    expect((await bare.request<{ total: object }>('/api/v1/resellers')).body.total).toEqual({ value: 0, exact: true });
    await bare.stop();
  });

  it('there is one, too, when many instances start at once on an empty database (OPS-03)', async () => {
    const database = await createTestDatabase();
    const instances = await Promise.all([1, 2, 3].map(() => startService(directory, { ...service.ports, database, demo: true })));
    const told = await Promise.all(instances.map(({ app }) => demoCredentials(app)));
    expect(told[0]?.users).toHaveLength(4);
    expect([told[1], told[2]]).toEqual([told[0], told[0]]);
    await Promise.all(instances.map((instance) => instance.stop()));
    await database.drop();
  });
});
