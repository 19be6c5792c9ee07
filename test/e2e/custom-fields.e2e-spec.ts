// Real: the program as built; the provider and two resellers with a key each, fields that they define, files that have columns of them.
import type { Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { exported } from '../support/exports.js';
import type { Named, RowView } from '../support/views.js';

let ringfleet: Deployment;
let administrator: Api;
let north: Api;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
  north = await ringfleet.reseller('North Telecom');
});

afterAll(() => ringfleet.close());

const HEADER = 'Action,Name,Device model,MAC address,Managed by';
const define = (api: Api, body: object): Promise<Named> => api.post<Named>('/api/v1/custom-fields', body);

async function outcomes(api: Api, content: string | Buffer<ArrayBuffer>): Promise<string[]> {
  const { id } = await api.import(content);
  const rows = await api.all<RowView>(`/api/v1/imports/${id}/rows`);
  return rows.map(({ outcome, reasons }) => (outcome === 'rejected' ? reasons.map(({ column, code }) => `${column} ${code}`).join() : outcome));
}

describe('files with custom fields', () => {
  it('are imported, exported, and imported again with every row unchanged (IMP-02, EXP-01, INV-16)', async () => {
    const weight = await define(administrator, { name: 'Weight', kind: 'number' });
    await define(administrator, { name: 'Floor', kind: 'choice', choices: ['Ground', 'First'] });
    await define(north, { name: 'Rack', kind: 'text' });
    await define(north, { name: 'Description', kind: 'text' }); // a header that is another's: found by its whole name
    const rows = [
      'Add,custom-1,Cisco 6821,00:14:20:0C:00:01,,-1.5,ground,,',
      'Add,custom-2,Cisco 6821,00:14:20:0C:00:02,North Telecom,12,,"=1+1, left",second shelf',
      'Add,custom-3,Cisco 6821,00:14:20:0C:00:03,,heavy,,,',
      'Add,custom-4,Cisco 6821,00:14:20:0C:00:04,,,,Rack 4,',
    ];
    const file = [`${HEADER},weights,FLOOR,North Telecom / Rack,North Telecom / Description`, ...rows].join('\n');
    expect(await outcomes(administrator, file)).toEqual(['applied', 'applied', 'weights bad_number', 'North Telecom / Rack field_of_another_reseller']);
    expect(await outcomes(administrator, file)).toEqual(['unchanged', 'unchanged', 'weights bad_number', 'North Telecom / Rack field_of_another_reseller']);
    const heavy = await administrator.get<{ items: Named[] }>(`/api/v1/devices?custom=${weight.id}:0..20&sort=-custom.${weight.id}`);
    expect(heavy.items.map(({ name }) => name)).toEqual(['custom-2']);
    for (const format of ['csv', 'xlsx'] as const)
      for (const api of [administrator, north])
        expect(new Set(await outcomes(api, await exported(api, { format, filter: { q: 'custom-' } })))).toEqual(new Set(['unchanged']));
    const [header] = (await exported(north, { filter: { q: 'custom-' } })).toString().split('\n');
    expect(header).toContain('North Telecom / Description,Rack,Weight');
  });
});
