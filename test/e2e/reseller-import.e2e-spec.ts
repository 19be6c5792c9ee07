// Real: the program as built; two resellers and the provider with a key each.
import type { Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { csvOf, macOf, phones, type SheetRow } from '../support/sheets.js';
import type { DeviceView, RowView } from '../support/views.js';

let ringfleet: Deployment;
let administrator: Api;
let north: Api;
let harbour: Api;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
  [north, harbour] = await Promise.all([ringfleet.reseller('North Telecom'), ringfleet.reseller('Harbour Voice')]);
});

afterAll(() => ringfleet.close());

/** Imports rows; of each row its outcome, or the codes of its reasons. */
async function outcomes(api: Api, rows: readonly SheetRow[]): Promise<string[]> {
  const { id } = await api.import(csvOf(rows));
  const views = await api.all<RowView>(`/api/v1/imports/${id}/rows`);
  return views.map(({ outcome, reasons }) => (outcome === 'rejected' ? reasons.map(({ code }) => code).join() : outcome));
}

const named = async (api: Api, name: string): Promise<DeviceView | undefined> => (await api.devices(name)).find((device) => device.name === name);

describe('a reseller who imports', () => {
  it('adds devices of its own, for its own customers (IMP-02b, DIR-03)', async () => {
    const rows: SheetRow[] = [
      { name: 'own-1', mac: macOf(10, 1), customer: 'Birch & Sons' },
      { name: 'own-2', mac: macOf(10, 2), managedBy: 'north telecom', customer: 'Alpine Dental' },
      { name: 'own-3', mac: macOf(10, 3), managedBy: 'Harbour Voice' },
      { name: 'own-4', mac: macOf(10, 4), managedBy: 'Administrator only' },
      { name: 'own-5', mac: macOf(10, 5), shared: 'Y' },
    ];
    expect(await outcomes(north, rows)).toEqual(['applied', 'applied', 'unknown_reseller', 'not_permitted', 'shared_and_managed']);
    const device = await named(administrator, 'own-2');
    expect(device).toMatchObject({ managedBy: { name: 'North Telecom' }, assignedTo: { name: 'Alpine Dental' } });
    expect(await named(north, 'own-2')).toEqual(device);
    expect(await named(harbour, 'own-2')).toBeUndefined();
  });

  it("reads unknown_customer where the provider reads that it is another reseller's (IMP-02a)", async () => {
    const row: SheetRow = { name: 'foreign-1', mac: macOf(11, 1), managedBy: 'North Telecom', customer: 'Quay Hotel' };
    expect(await outcomes(administrator, [row])).toEqual(['customer_of_another_reseller']);
    expect(await outcomes(north, [row])).toEqual(['unknown_customer']);
    expect(await outcomes(north, [{ ...row, customer: 'Canistracci OIL' }])).toEqual(['unknown_customer']);
  });

  it('cannot remove what is not its own, nor learn that it is there (DIR-03)', async () => {
    expect(await outcomes(harbour, [{ name: 'secret-1', mac: macOf(12, 1), description: 'of Harbour' }])).toEqual(['applied']);
    expect(
      await outcomes(north, [
        { action: 'Remove', name: 'secret-1' },
        { action: 'Remove', name: 'Docs Demo Phone 1' },
      ]),
    ).toEqual(['device_not_found', 'device_not_found']);
    expect(await named(harbour, 'secret-1')).toBeDefined();
  });

  it('learns of a name or a MAC address in use only that it is (IMP-07, INV-02, INV-03)', async () => {
    const rows: SheetRow[] = [
      { name: 'Secret-1', mac: macOf(12, 2) },
      { name: 'free-1', mac: macOf(12, 1) },
    ];
    const { id } = await north.import(csvOf(rows));
    const [taken, doubled] = await north.all<RowView>(`/api/v1/imports/${id}/rows?outcome=rejected`);
    expect(taken?.reasons).toMatchObject([{ code: 'name_not_unique', message: 'The name "Secret-1" is in use; choose another.' }]);
    expect(doubled?.reasons).toMatchObject([{ code: 'mac_not_unique', message: expect.not.stringContaining('secret-1') as string }]);
  });

  it('uses its own profiles and shared ones of the provider (PRV-01)', async () => {
    const rows: SheetRow[] = [
      { name: 'profile-1', mac: macOf(13, 1), model: 'Yealink SIP-T54W', profile: 'North T54W' },
      { name: 'profile-2', mac: macOf(13, 2), model: 'Yealink SIP-T21P E2', profile: 'T21 standard' },
      { name: 'profile-3', mac: macOf(13, 3), profile: '6821 standard' },
    ];
    expect(await outcomes(north, rows)).toEqual(['applied', 'applied', 'unknown_profile']);
  });

  it('sees shared devices that nobody holds, and may not remove them (INV-05)', async () => {
    expect(await outcomes(administrator, [{ name: 'shared-1', mac: macOf(14, 1), shared: 'Y' }])).toEqual(['applied']);
    expect(await named(north, 'shared-1')).toMatchObject({ sharedWithResellers: true, assignedTo: null });
    expect(await outcomes(north, [{ action: 'Remove', name: 'shared-1' }])).toEqual(['not_permitted']);
  });

  it('sees its own imports and no others; the provider sees all (IMP-11)', async () => {
    const { id } = await harbour.import(csvOf(phones(3, 'seen', 15)));
    const ids = async (api: Api): Promise<string[]> => (await api.all<{ id: string }>('/api/v1/imports')).map((one) => one.id);
    expect(await ids(harbour)).toContain(id);
    expect(await ids(administrator)).toContain(id);
    expect(await ids(north)).not.toContain(id);
  });

  it('finds in the list of devices its own and those anybody may take, and no others (DIR-03)', async () => {
    const [provider, own] = await Promise.all([administrator.devices(), north.devices()]);
    const mayBeSeen = provider.filter(
      ({ managedBy, sharedWithResellers, assignedTo }) => managedBy?.name === 'North Telecom' || (sharedWithResellers && assignedTo === null),
    );
    expect(own).toEqual(mayBeSeen);
  });
});

describe("an id that is another's", () => {
  const UNKNOWN = '0190b5f0-0000-7000-8000-000000000000';

  it('is answered byte by byte as one that nobody has (DIR-03)', async () => {
    const imported = await harbour.import(csvOf([{ name: 'hidden-1', mac: macOf(16, 1) }]));
    const device = await named(harbour, 'hidden-1');
    const [note] = await harbour.all<{ id: string }>('/api/v1/notifications');
    const paths: [string, string, string?][] = [
      ['/api/v1/imports/:id', imported.id],
      ['/api/v1/imports/:id/rows', imported.id],
      ['/api/v1/imports/:id/errors', imported.id],
      ['/api/v1/imports/:id/cancel', imported.id, 'POST'],
      ['/api/v1/devices/:id', device?.id ?? ''],
      ['/api/v1/devices/:id/history', device?.id ?? ''],
      ['/api/v1/notifications/:id', note?.id ?? '', 'PATCH'],
    ];
    for (const [path, foreign, method = 'GET'] of paths) {
      const init = method === 'PATCH' ? { method, body: '{"read":true}', headers: { 'content-type': 'application/json' } } : { method };
      const [theirs, nobodys, nonsense] = await Promise.all([foreign, UNKNOWN, 'nonsense'].map((id) => north.request(path.replace(':id', id), init)));
      expect([path, theirs?.status, theirs?.text]).toEqual([path, 404, nobodys?.text]);
      expect([path, nonsense?.status]).toEqual([path, 404]);
    }
  });
});

describe('a request without a good key', () => {
  it('is refused on every path', async () => {
    const paths = ['/api/v1/imports', '/api/v1/devices', '/api/v1/models', '/api/v1/notifications', '/api/v1/notifications/stream', '/api/v1/customers'];
    for (const path of paths) {
      const without = await fetch(`${ringfleet.url}${path}`);
      const wrong = await fetch(`${ringfleet.url}${path}`, { headers: { authorization: 'Bearer nonsense' } });
      expect([path, without.status, wrong.status]).toEqual([path, 401, 401]);
    }
  });
});
