// Real: the program as built. An export is a file that import takes back: into an inventory without its devices, and where it came from.
import type { Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { exported, type ExportRequest } from '../support/exports.js';
import { hostileFile, removalFile } from '../support/hostile-devices.js';
import type { DeviceView, Named, RowView } from '../support/views.js';

/** Run with more by hand: ROUND_TRIP_DEVICES=100000. */
const DEVICES = Number(process.env['ROUND_TRIP_DEVICES'] ?? 2_300);
let ringfleet: Deployment;
let administrator: Api;
let north: Api;
/** Its name and its reseller's are those of a direct customer: only its id says which. */
let alpineOfNorth: string;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
  north = await ringfleet.reseller('North Telecom');
  // Two customers called so there are; a third, and one that is called as `Reseller / Customer` reads.
  await administrator.post('/api/v1/customers', { name: 'Alpine Dental' });
  await administrator.post('/api/v1/customers', { name: 'North Telecom / Alpine Dental' });
  alpineOfNorth = (await north.all<Named>('/api/v1/customers')).find(({ name }) => name === 'Alpine Dental')?.id ?? '';
  const direct = (await administrator.all<Named & { resellerId?: string | null }>('/api/v1/customers')).find(
    ({ name }) => name === 'North Telecom / Alpine Dental',
  );
  expect(direct).toBeDefined();
});

afterAll(() => ringfleet.close());

/** All that a file tells of a device; its record is another one after it was removed and added. */
const told = ({ id: _, createdAt: _created, updatedAt: _updated, version: _version, ...rest }: DeviceView) => rest;
const inventory = async (api: Api): Promise<object[]> => (await api.devices()).map(told);

async function counts(api: Api, file: Buffer<ArrayBuffer>): Promise<object> {
  const { id, state, counts: counted, ignoredColumns } = await api.import(file);
  const rejected = await api.get<{ items: readonly RowView[] }>(`/api/v1/imports/${id}/rows?outcome=rejected&limit=5`);
  return { state, ...counted, ignoredColumns, why: rejected.items.flatMap(({ reasons }) => reasons) };
}

describe('an export', () => {
  it('of hostile devices, imported where it came from, leaves every row unchanged, in every format and for a reseller (EXP-01, EXP-02)', async () => {
    expect(await counts(administrator, await hostileFile(DEVICES, alpineOfNorth))).toMatchObject({ state: 'completed', applied: DEVICES, why: [] });
    const asked: [Api, ExportRequest][] = [
      [administrator, { format: 'csv' }],
      [administrator, { format: 'xlsx', sort: '-createdAt,name' }],
      [administrator, { format: 'xls' }],
      [administrator, { format: 'csv', columns: ['site', 'description'] }],
      [north, { format: 'csv' }],
      [north, { format: 'xlsx' }],
    ];
    for (const [api, request] of asked) {
      const unchanged = (await api.devices()).length; // the list's own total is an estimate of many
      expect(await counts(api, await exported(api, request))).toMatchObject({ why: [], applied: 0, unchanged, ignoredColumns: [] });
    }
  });

  it.each(['csv', 'xls', 'xlsx'] as const)('imported into an inventory without its devices gives an equal one: %s (EXP-01)', async (format) => {
    const before = await inventory(administrator);
    expect(before.length).toBe(DEVICES + 1);
    const file = await exported(administrator, { format });
    expect(await counts(administrator, await removalFile(DEVICES))).toMatchObject({ applied: DEVICES, why: [] });
    expect((await inventory(administrator)).length).toBe(1); // the demo phone, whose ports are used
    expect(await counts(administrator, file)).toMatchObject({ applied: DEVICES, unchanged: 1, why: [] });
    expect(await inventory(administrator)).toEqual(before);
  });
});
