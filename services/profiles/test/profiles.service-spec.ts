// Real: the service with its demo data over HTTP, PostgreSQL with row-level security, event log, the lookup over Connect's own transport.
import { createClient } from '@connectrpc/connect';
import { create } from '@bufbuild/protobuf';
import { ProfileLookupService, ProfileUsesService, type TenantChanged, TenantChangedSchema, TenantLookupService, topics } from '@ringfleet/contracts';
import { namedId, newId } from '@ringfleet/kernel';
import { profiles } from '@ringfleet/profiles';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';

interface View {
  readonly id: string;
  readonly name: string;
  readonly code?: string;
}

const NORTH = namedId('reseller/North Telecom');
const HARBOUR = namedId('reseller/Harbour Voice');
const MODEL = namedId('model/Cisco 6821');
let service: TestService;

const reseller = (id: string, closing = false): TenantChanged =>
  create(TenantChangedSchema, { id, name: 'A reseller', tenant: { case: 'reseller', value: {} }, closing });

const post = (body: object, as?: object) => service.request<View>('/api/v1/profiles', { method: 'POST', body, as });
const list = async (as?: object): Promise<readonly View[]> => (await service.request<{ items: View[] }>('/api/v1/profiles', { as })).body.items;
const names = async (as?: object): Promise<string[]> => (await list(as)).map(({ name }) => name);

beforeAll(async () => {
  service = await startTestService(profiles, {
    demo: true,
    answers: {
      directory: (router) =>
        router.service(TenantLookupService, { findTenants: ({ ids }) => ({ tenants: ids.map((id) => ({ sequence: 1n, state: reseller(id) })) }) }),
    },
  });
});

afterAll(() => service.stop());

describe('the demo data (product.md §11)', () => {
  it('is told as events', async () => {
    const said = await service.records(topics.profiles);
    expect(said).toHaveLength(3);
    const north = said.find(({ key }) => key === namedId('profile/North Telecom/North T54W'));
    expect(north).toMatchObject({
      sequence: 1,
      headers: { rf_reseller: NORTH },
      message: { ownerResellerId: NORTH, shared: false, modelIds: [namedId('model/Yealink SIP-T54W')] },
    });
  });
});

describe('a profile', () => {
  it('is seen by the provider, its reseller, and where shared by every reseller (PRV-01)', async () => {
    expect(await names()).toEqual(['6821 standard', 'North T54W', 'T21 standard']);
    expect(await names({ resellerId: NORTH })).toEqual(['North T54W', 'T21 standard']);
    expect(await names({ resellerId: HARBOUR })).toEqual(['T21 standard']);
    const hidden = await service.request(`/api/v1/profiles/${namedId('profile/6821 standard')}`, { as: { resellerId: NORTH } });
    expect(hidden.status).toBe(404);
  });

  it('shows a customer its name alone (DIR-02a)', async () => {
    expect(await list({ customerId: newId(), resellerId: NORTH })).toEqual([
      { id: namedId('profile/North Telecom/North T54W'), name: 'North T54W' },
      { id: namedId('profile/T21 standard'), name: 'T21 standard' },
    ]);
    expect(await names({ customerId: newId() })).toEqual(['6821 standard', 'T21 standard']);
  });

  it('belongs to who makes it, named once by each owner (IMP-02a)', async () => {
    expect((await post({ name: '6821 standard', modelIds: [MODEL] }, { resellerId: HARBOUR })).body).toMatchObject({
      ownerResellerId: HARBOUR,
      shared: false,
      version: 1,
    });
    const again = await post({ name: '6821 STANDARD', modelIds: [MODEL] });
    expect([again.status, again.body.code]).toEqual([409, 'name_not_unique']);
    expect((await post({ name: 'All', modelIds: [MODEL], shared: true }, { resellerId: HARBOUR })).body.code).toBe('not_permitted');
    expect((await post({ name: 'None', modelIds: [] })).status).toBe(400);
    expect((await post({ name: 'No', modelIds: [MODEL] }, { role: 'operator' })).status).toBe(403);
  });
});

describe('the lookup', () => {
  it('finds every profile of a name or id, with the number of its state (design.md §1)', async () => {
    const client = createClient(ProfileLookupService, service.addresses.transportTo('profiles'));
    const found = await client.findProfiles({ nameKeys: ['t21 standard'], ids: [namedId('profile/North Telecom/North T54W'), 'no id'] });
    expect(new Map(found.profiles.map(({ sequence, state }) => [state?.name, sequence]))).toEqual(
      new Map([
        ['North T54W', 1n],
        ['T21 standard', 1n],
      ]),
    );
  });
});

describe('a reseller that directory is about to delete', () => {
  const uses = (id: string, sequence: bigint, closing: boolean) =>
    createClient(ProfileUsesService, service.addresses.transportTo('profiles')).findProfileUses({
      ids: [id],
      tenants: [{ sequence, state: reseller(id, closing) }],
    });
  const body = { name: 'Late', modelIds: [MODEL] };

  it('is told the profiles that it owns (INV-09)', async () => {
    const id = newId();
    await post(body, { resellerId: id });
    expect(await uses(id, 2n, true)).toMatchObject({ total: 1n, profiles: [{ name: 'Late' }] });
  });

  it('gets no profile any more, until directory reopens it (design.md §1)', async () => {
    const id = newId();
    expect((await uses(id, 2n, true)).total).toBe(0n);
    expect(await post(body, { resellerId: id })).toMatchObject({ status: 409, body: { code: 'being_deleted' } });
    await service.tell(topics.tenants, [{ key: id, sequence: 3, message: reseller(id) }]);
    expect((await post(body, { resellerId: id })).status).toBe(201);
  });
});
