// Real: the service with its demo data over HTTP, its PostgreSQL with row-level security, event log, the lookup over Connect's own transport.
import { createClient } from '@connectrpc/connect';
import { create } from '@bufbuild/protobuf';
import { ModelChangedSchema, ProfileLookupService, ProfileUsesService, topics } from '@ringfleet/contracts';
import { namedId, newId } from '@ringfleet/kernel';
import type { TestService } from '@ringfleet/testing/service-harness';
import { C6821 as MODEL, HARBOUR, NORTH, type Problem, type ProfileView, ProfilesWorld, resellerState as reseller } from './support/profiles-world.js';

interface View {
  readonly id: string;
  readonly name: string;
  readonly code?: string;
}

let world: ProfilesWorld;
let service: TestService;

const post = (body: object, as?: object) => service.request<View>('/api/v1/profiles', { method: 'POST', body, as });
const list = async (as?: object): Promise<readonly View[]> => (await service.request<{ items: View[] }>('/api/v1/profiles', { as })).body.items;
const names = async (as?: object): Promise<string[]> => (await list(as)).map(({ name }) => name);

beforeAll(async () => {
  world = await ProfilesWorld.start({ demo: true });
  service = world.service;
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

describe('the models of a profile', () => {
  it('are of the catalogue, as inventory knows it (PRV-01)', async () => {
    const { status, body } = await service.request<Problem>('/api/v1/profiles', { method: 'POST', body: { name: 'For none', modelIds: [MODEL, newId()] } });
    expect([status, body.code, body.errors]).toEqual([422, 'unknown_model', [expect.objectContaining({ field: 'modelIds[1]' })]]);
    const fresh = newId();
    await service.tell(topics.models, [{ key: fresh, message: create(ModelChangedSchema, { id: fresh, vendor: 'Acme', name: 'One', ports: 1 }) }]);
    expect((await post({ name: 'For one', modelIds: [fresh] })).status).toBe(201);
    await service.tell(topics.models, [
      { key: fresh, sequence: 2, message: create(ModelChangedSchema, { id: fresh, vendor: 'Acme', name: 'One', ports: 1, deleted: true }) },
    ]);
    expect((await post({ name: 'For one more', modelIds: [fresh] })).body.code).toBe('unknown_model');
  });

  it('cannot be checked while inventory is away: nothing is made of it', async () => {
    expect((await world.withoutInventory(() => post({ name: 'Later', modelIds: [newId()] }))).status).toBe(503);
    expect(await names()).not.toContain('Later');
  });
});

describe('a change of a profile', () => {
  it('is said whole, once, and decided on the version that was read (INV-15, EVT-01)', async () => {
    const { id } = await world.profile({ name: 'Changed', modelIds: [MODEL] });
    expect((await world.request('PATCH', `/${id}`, { body: { name: 'Lost' }, headers: {} })).status).toBe(428);
    const { status, headers } = await world.request('PATCH', `/${id}`, { body: { name: 'Changed twice', shared: true }, headers: { 'if-match': '"1"' } });
    expect([status, headers.get('etag')]).toEqual([200, '"2"']);
    expect((await world.request('PATCH', `/${id}`, { body: { name: 'Lost' }, headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await world.request<ProfileView>('PATCH', `/${id}`, { body: { name: 'Changed twice' } })).body.version).toBe(2);
    const said = (await service.records(topics.profiles)).filter(({ key }) => key === id);
    expect(said.map(({ sequence, message }) => [sequence, message?.name, message?.shared, message?.change?.fields])).toEqual([
      [1, 'Changed', false, ['name', 'shared', 'modelIds']],
      [2, 'Changed twice', true, ['name', 'shared']],
    ]);
    expect((await world.request<Problem>('PATCH', `/${id}`, { body: { name: 'T21 STANDARD' } })).body.code).toBe('name_not_unique');
  });

  it('comes once although it is sent twice with one key (design.md §7)', async () => {
    const as = { id: newId() };
    const send = () => world.request<ProfileView>('POST', '', { as, body: { name: 'Once', modelIds: [MODEL] }, headers: { 'idempotency-key': 'once' } });
    expect((await send()).body.id).toBe((await send()).body.id);
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
