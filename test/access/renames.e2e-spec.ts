// Real: every service in this process, with its own database and its copies of the others' records.
import { Api } from '../support/api.js';
import { exported } from '../support/exports.js';
import { csvOf, macOf, type SheetRow } from '../support/sheets.js';
import type { DeviceView, Named, RowView } from '../support/views.js';
import { type AccessWorld, openWorld } from './support/inside.js';
import { API_ROUTES } from './support/routes.js';

let world: AccessWorld;
let administrator: Api;
/** Of the reseller that is renamed; has imported and exported before. */
let owner: Api;
let device: DeviceView;
const ids = new Map<string, string>();

const idOf = (path: string): string => ids.get(path) ?? '';

async function make(path: string, body: object): Promise<string> {
  const { id } = await administrator.post<Named>(`/api/v1/${path}`, body);
  ids.set(path, id);
  return id;
}

beforeAll(async () => {
  world = await openWorld();
  ({ administrator } = world);
  const [model] = await administrator.all<Named>('/api/v1/models');
  const managedBy = await make('resellers', { name: 'Old reseller' });
  const customerId = await make('customers', { name: 'Old customer', resellerId: managedBy });
  const site = await make('sites', { name: 'Old site', customerId });
  const accountId = await make('accounts', { number: '5550001', extension: '4711', displayName: 'Old account', sipUsername: 'renamed', customerId });
  const { id, clientSecret } = await administrator.post<{ id: string; clientSecret: string }>('/api/v1/service-keys', {
    name: 'its key',
    role: 'reseller-admin',
    resellerId: managedBy,
  });
  owner = await Api.signIn(world.url, { clientId: id, clientSecret });
  const profile = await make('profiles', { name: 'Old profile', modelIds: [model?.id], shared: true });
  await world.settled();
  const line = { port: 0, accountId };
  const body = { name: 'renames-1', macAddress: macOf(60, 1), model: model?.id, managedBy, assignedTo: customerId, site, profile, line };
  device = await owner.post<DeviceView>('/api/v1/devices', body);
  await owner.import(csvOf([{ name: 'renames-2', mac: macOf(60, 2), customer: 'Old customer' }]));
  await exported(owner);
});

afterAll(() => world.close());

const CHANGES = [
  ['resellers', { name: 'New reseller' }],
  ['customers', { name: 'New customer' }],
  ['sites', { name: 'New site' }],
  ['profiles', { name: 'New profile' }],
  ['accounts', { number: '5550002', extension: '4712', displayName: 'New account' }],
] as const;
const OLD = /Old (reseller|customer|site|profile|account)|5550001|4711/;
/** What was so at its time, and says so. */
const TOLD_OF_THE_PAST = ['/api/v1/audit', '/api/v1/devices/{id}/history'];

/** Every list, and what there is to read of the device: by path the text of the answer, of those that answer. */
async function everything(api: Api): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { method, path } of API_ROUTES) {
    const isOfDevice = path.startsWith('/api/v1/devices/{id}');
    if (method !== 'GET' || TOLD_OF_THE_PAST.includes(path) || path.endsWith('/stream') || (path.includes('{') && !isOfDevice)) continue;
    const { status, text } = await api.request(path.replace('{id}', device.id));
    if (status === 200) texts.set(path, text);
  }
  return texts;
}

describe('who renames reseller, customer, site, profile and account', () => {
  it('finds the new names everywhere, and the old ones nowhere, in lists, devices, imports, exports and notifications (DIR-01, INV-10)', async () => {
    const shown = [...(await everything(administrator))].filter(([, text]) => OLD.test(text)).map(([path]) => path);
    expect(shown).toEqual(expect.arrayContaining(['/api/v1/devices', '/api/v1/devices/{id}', '/api/v1/devices/{id}/lines', '/api/v1/accounts']));

    for (const [path, body] of CHANGES) {
      const init = { method: 'PATCH', headers: { 'content-type': 'application/json', 'if-match': '*' }, body: JSON.stringify(body) };
      expect(await administrator.request(`/api/v1/${path}/${idOf(path)}`, init)).toMatchObject({ status: 200 });
    }
    await world.settled();

    for (const api of [administrator, owner]) {
      const texts = await everything(api);
      expect([...texts.keys()]).toEqual(expect.arrayContaining(['/api/v1/devices', '/api/v1/imports', '/api/v1/exports', '/api/v1/notifications']));
      for (const [path, text] of texts) expect([path, OLD.exec(text)?.[0]]).toEqual([path, undefined]);
      const [listed] = await api.devices('renames-1');
      expect(listed).toMatchObject({
        managedBy: { name: 'New reseller' },
        assignedTo: { name: 'New customer' },
        site: { name: 'New site' },
        profile: { name: 'New profile' },
      });
      expect(await api.get(`/api/v1/devices/${device.id}`)).toEqual(listed);
      expect(texts.get('/api/v1/devices/{id}/lines')).toContain('New account');
    }
  });

  it('finds them in files, takes them in rows, and the old ones no more (EXP-01, IMP-05)', async () => {
    const file = (await exported(administrator, { filter: { q: 'renames-' } })).toString();
    for (const name of ['New reseller', 'New customer', 'New site', 'New profile', '4712']) expect(file).toContain(name);
    expect(file).not.toMatch(OLD);
    const row = { name: 'renames-3', mac: macOf(60, 3) };
    const outcomesOf = async (cells: SheetRow): Promise<unknown> => {
      const { id } = await owner.import(csvOf([{ ...row, ...cells }]));
      const [{ outcome, reasons } = {}] = await owner.all<Partial<RowView>>(`/api/v1/imports/${id}/rows`);
      return [outcome, reasons?.map(({ code }) => code)];
    };
    expect(await outcomesOf({ customer: 'Old customer' })).toEqual(['rejected', ['unknown_customer']]);
    expect(await outcomesOf({ customer: 'New customer', site: 'New site' })).toEqual(['applied', []]);
  });
});
