// Real: the program as built; the provider and a reseller with a key each, and files over HTTP.
import { Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { csvOf, macOf } from '../support/sheets.js';
import { type TreeCells, treeCsv } from '../support/tree-sheets.js';
import type { ImportView, RowView } from '../support/views.js';

let ringfleet: Deployment;
let administrator: Api;
let north: Api;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
  north = await ringfleet.reseller('North Telecom');
});

afterAll(() => ringfleet.close());

const fields = { kind: 'tree' };
const FILE: readonly TreeCells[] = [
  { Type: 'Customer', Name: 'Weir Mills', Reseller: 'North Telecom' },
  { Type: 'Site', Name: 'Weir', Reseller: 'North Telecom', Customer: 'Weir Mills', 'Approved models': 'Cisco 6821; Snom D785' },
  { Type: 'Account', Name: '6005550100', Reseller: 'North Telecom', Customer: 'Weir Mills', Site: 'Weir', 'SIP password': 'weir-password' },
  { Type: 'Account', Name: '6005550101', Reseller: 'North Telecom', Customer: 'Weir Mils', 'SIP password': 'lost-password' },
];

const outcomesOf = async (api: Api, { id }: Pick<ImportView, 'id'>): Promise<string[]> => {
  const rows = await api.all<RowView>(`/api/v1/imports/${id}/rows`);
  return rows.map(({ outcome, reasons }) => (outcome === 'rejected' ? reasons.map(({ code }) => code).join() : outcome));
};

describe('an import of the tree', () => {
  it('adds what devices are then imported for (DIR-11)', async () => {
    const done = await administrator.import(treeCsv(FILE), { name: 'tree.csv', fields });
    expect(done).toMatchObject({ kind: 'tree', state: 'completed', counts: { rows: 4, applied: 3, rejected: 1 }, ignoredColumns: [] });
    expect(await outcomesOf(administrator, done)).toEqual(['applied', 'applied', 'applied', 'unknown_customer']);
    const phones = csvOf([
      { name: 'weir-1', mac: macOf(60, 1), model: 'Cisco 6821', managedBy: 'North Telecom', customer: 'Weir Mills', site: 'Weir' },
      { name: 'weir-2', mac: macOf(60, 2), model: 'Yealink SIP-T54W', managedBy: 'North Telecom', customer: 'Weir Mills', site: 'Weir' },
    ]);
    expect(await outcomesOf(administrator, await administrator.import(phones))).toEqual(['applied', 'model_not_approved_on_site']);
  });

  it('is unchanged the second time, and its error list, which holds no password, is mended and imported (IMP-05, IMP-08)', async () => {
    const { id } = await administrator.import(treeCsv(FILE), { name: 'tree.csv', fields });
    expect(await outcomesOf(administrator, { id })).toEqual(['unchanged', 'unchanged', 'unchanged', 'unknown_customer']);
    const list = (await administrator.download(`/api/v1/imports/${id}/errors?format=csv`)).toString();
    expect(list).toContain('Weir Mils');
    expect(list).toContain('SIP password: secret, left out here');
    expect(list).not.toContain('lost-password');
    const mended = list.replace('Weir Mils', 'Weir Mills');
    expect(await administrator.import(mended, { name: 'mended.csv', fields })).toMatchObject({ counts: { rows: 1, applied: 1 } });
  });

  it('has a template of its own (IMP-03)', async () => {
    const template = (await administrator.download('/api/v1/imports/template?kind=tree&format=csv')).toString();
    expect(template.trim().split(',')).toEqual(expect.arrayContaining(['Action', 'Type', 'Name', 'Reseller', 'Customer', 'Site', 'SIP password']));
  });

  it('is for administrators and resellers, these for themselves (DIR-02a)', async () => {
    const own = await north.import(
      treeCsv([
        { Type: 'Customer', Name: 'Weir Bakery' },
        { Type: 'Reseller', Name: 'North Two' },
      ]),
      { fields },
    );
    expect(await outcomesOf(north, own)).toEqual(['applied', 'not_permitted']);
    expect(await administrator.all('/api/v1/customers?q=Weir%20Bakery')).toMatchObject([{ reseller: { name: 'North Telecom' } }]);
    const { id: clientId, clientSecret } = await administrator.post<{ id: string; clientSecret: string }>('/api/v1/service-keys', {
      name: 'looks at the tree',
      role: 'operator',
    });
    const operator = await Api.signIn(ringfleet.url, { clientId, clientSecret });
    expect(await operator.upload(treeCsv(FILE), { fields })).toMatchObject({ status: 403, body: { code: 'not_permitted' } });
    expect(await operator.request(`/api/v1/imports/${own.id}/cancel`, { method: 'POST' })).toMatchObject({ status: 403 });
  });

  it('is nothing else than the kinds there are', async () => {
    expect(await administrator.upload(treeCsv(FILE), { fields: { kind: 'forest' } })).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(await administrator.import('Action,Name\nAdd,x', { fields })).toMatchObject({ state: 'failed', problem: { code: 'missing_column' } });
  });
});
