// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log.
import { topics } from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import { startTestService, type TestService, type Who } from '@ringfleet/testing/service-harness';
import {
  customerState,
  deviceEvents,
  importRows,
  macOf,
  outcomesOf,
  profileState,
  resellerState,
  sendRows,
  siteState,
  tellProfiles,
  tellTenants,
} from './support/inventory.js';

interface Entry {
  readonly version: number;
  readonly kind: string;
  readonly at: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly source: string;
  readonly importId: string | null;
  readonly importRow: number | null;
  readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
}

const north = resellerState('North Telecom');
const harbour = resellerState('Harbour Voice');
const alpine = customerState('Alpine Dental', north.id);
const quay = customerState('Quay Hotel', harbour.id);

let service: TestService;

beforeAll(async () => {
  service = await startTestService(inventory);
  await tellTenants(service, [north, harbour, alpine]);
});

afterAll(() => service.stop());

const history = async (id: string, as?: Who): Promise<{ status: number; entries: readonly Entry[] }> => {
  const { status, body } = await service.request<{ items?: readonly Entry[] }>(`/api/v1/devices/${id}/history`, { as });
  return { status, entries: body.items ?? [] };
};
/** The ids of all devices that ever had the name, the oldest first, as ids sort. */
const idsOf = async (name: string): Promise<string[]> =>
  [...new Set((await deviceEvents(service)).flatMap(({ key, message }) => (message?.name === name ? [key] : [])))].toSorted((one, other) =>
    one < other ? -1 : 1,
  );

describe('the history of a device', () => {
  it('says who added it, when, from which row of which import, and what it was given (INV-14)', async () => {
    const importId = await sendRows(service, [
      { name: 'Nothing', mac: 'none' },
      { name: 'Added', mac: macOf(1), managedBy: 'North Telecom', customer: 'Alpine Dental', description: 'Lobby' },
    ]);
    const [id = ''] = await idsOf('Added');
    const { entries } = await history(id);
    expect(entries).toMatchObject([{ version: 1, kind: 'created', by: { id: 'uploader', name: 'Uploader' }, source: 'import', importId, importRow: 3 }]);
    expect(Math.abs(Date.parse(entries[0]?.at ?? '') - Date.now())).toBeLessThan(60_000);
    const given = Object.fromEntries((entries[0]?.changes ?? []).map(({ field, from, to }) => [field, [from, to]]));
    expect(given).toMatchObject({
      name: [null, 'Added'],
      macAddress: [null, '00:14:20:00:00:01'],
      model: [null, { id: expect.any(String), name: 'Cisco 6821' }],
      managedBy: [null, { id: north.id, name: 'North Telecom' }],
      assignedTo: [null, { id: alpine.id, name: 'Alpine Dental' }],
      description: [null, 'Lobby'],
    });
    expect(given).not.toHaveProperty('inventoryId');
  });

  it('goes on after its removal, and is not that of the device added again under its name (INV-14, IMP-05a)', async () => {
    const row = { name: 'Twice', mac: macOf(2) };
    const importId = await sendRows(service, [row, { action: 'Remove', name: 'twice' }, { ...row, description: 'Again' }]);
    expect(await outcomesOf(service, importId)).toEqual(['applied', 'applied', 'applied']);
    const [first = '', second = ''] = await idsOf('Twice');
    expect((await history(first)).entries.map(({ version, kind, importRow }) => [version, kind, importRow])).toEqual([
      [2, 'deleted', 3],
      [1, 'created', 2],
    ]);
    expect((await history(second)).entries.map(({ version, kind, importRow }) => [version, kind, importRow])).toEqual([[1, 'created', 4]]);
    const removed = (await history(first)).entries[0]?.changes.find(({ field }) => field === 'name');
    expect(removed).toEqual({ field: 'name', from: 'Twice', to: null });
    expect((await service.request(`/api/v1/devices/${first}`)).status).toBe(404);
  });

  it('is seen by a reseller for the time it held the device, a removed one included, and by no other (INV-05, DIR-03)', async () => {
    await importRows(service, [{ name: 'Held', mac: macOf(3), managedBy: 'North Telecom' }]);
    const [id = ''] = await idsOf('Held');
    await importRows(service, [{ action: 'Remove', name: 'Held' }]);
    expect((await history(id, { resellerId: north.id })).entries.map(({ kind }) => kind)).toEqual(['deleted', 'created']);
    expect((await history(id, { resellerId: harbour.id })).status).toBe(404);
  });

  it('of a shared device of nobody is no reseller’s: it never held it (INV-05)', async () => {
    await importRows(service, [
      { name: 'Shared', mac: macOf(4), shared: 'Y' },
      { name: 'Given', mac: macOf(5), shared: 'Y', customer: 'Alpine Dental' },
    ]);
    const [shared = ''] = await idsOf('Shared');
    const [given = ''] = await idsOf('Given');
    expect(await history(shared, { resellerId: north.id })).toEqual({ status: 200, entries: [] });
    expect((await history(given, { resellerId: north.id })).entries).toHaveLength(1);
    expect((await history(given, { resellerId: harbour.id })).status).toBe(404);
    expect((await history(shared)).entries).toHaveLength(1);
  });

  it('names records as they are called today, deleted ones as they last were, and to nobody what he may not see (INV-14, DIR-03)', async () => {
    const harbourSite = siteState('Quayside', quay);
    const shared = profileState({ name: 'Shared', shared: true });
    await tellTenants(service, [quay, harbourSite]);
    const ofModels = (await service.request<{ items: readonly { id: string }[] }>('/api/v1/models?limit=200')).body.items.map((model) => model.id);
    await tellProfiles(service, [{ ...shared, modelIds: ofModels }]);
    const row = { name: 'Named', mac: macOf(6), managedBy: 'Harbour Voice', customer: 'Quay Hotel', site: 'Quayside' };
    expect(await importRows(service, [{ ...row, profile: 'Shared' }])).toEqual(['applied']);
    const [id = ''] = await idsOf('Named');
    await service.tell(topics.tenants, [
      { key: quay.id, sequence: 2, message: { ...quay, name: 'Quay Inn' } },
      { key: harbourSite.id, sequence: 2, message: { ...harbourSite, deleted: true } },
    ]);
    await service.tell(topics.profiles, [{ key: shared.id, sequence: 2, message: { ...shared, shared: false } }]);
    const named = async (as?: Who): Promise<object> =>
      Object.fromEntries((await history(id, as)).entries[0]?.changes.map(({ field, to }) => [field, to]) ?? []);
    const places = { assignedTo: { id: quay.id, name: 'Quay Inn' }, site: { id: harbourSite.id, name: 'Quayside' } };
    expect(await named()).toMatchObject({ ...places, profile: { id: shared.id, name: 'Shared' } });
    const seen = await named({ resellerId: harbour.id });
    expect(seen).toMatchObject({ ...places, managedBy: { id: harbour.id, name: 'Harbour Voice' } });
    expect(JSON.stringify(seen)).not.toContain(shared.id);
  });

  it.each(['no-id', '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f'])('of %s is nobody’s: 404', async (id) => {
    expect((await history(id)).status).toBe(404);
  });
});
