// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log.
import { create } from '@bufbuild/protobuf';
import { TenantChangedSchema, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import type { TestService, Who } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';
import { allDevices, alpine, HARBOUR, type Named, NORTH, north, office, refinery, startWithDevices } from './support/device-list.js';
import { importRows, macOf } from './support/inventory.js';

interface Report {
  readonly takenAt: string;
  readonly total: number;
  readonly states: readonly { readonly state: string; readonly devices: number }[];
  readonly models: readonly { readonly model: Named; readonly devices: number }[];
  readonly managers: readonly { readonly managedBy: Named | null; readonly devices: number }[];
  readonly days: readonly { readonly day: string; readonly state: string; readonly devices: number }[];
}

let service: TestService;

beforeAll(async () => {
  service = await startWithDevices();
});

afterAll(() => service.stop());

const report = async (as?: Who, query = ''): Promise<Report> => {
  const { status, body } = await service.request<Report>(`/api/v1/reports/devices${query}`, { as });
  expect(status).toBe(200);
  return body;
};
const counted = (values: readonly string[]): Record<string, number> =>
  Object.fromEntries(Object.entries(Object.groupBy(values, (value) => value)).map(([value, all]) => [value, all?.length ?? 0]));
async function asOwner<Row extends object>(statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: service.database.ownerUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('the report of devices', () => {
  it.each<[string, Who | undefined]>([
    ['the provider', undefined],
    ['a reseller', NORTH],
    ['another reseller', HARBOUR],
  ])('counts by state, model and manager what %s sees, and nothing else (DIR-03, INV-05)', async (_, who) => {
    const seen = await allDevices(service, who);
    const { total, states, models, managers } = await report(who);
    expect(total).toBe(seen.length);
    expect(Object.fromEntries(states.map(({ state, devices }) => [state, devices]))).toEqual(counted(seen.map(({ state }) => state)));
    expect(Object.fromEntries(models.map(({ model, devices }) => [model.name, devices]))).toEqual(counted(seen.map(({ model }) => model.name)));
    expect(Object.fromEntries(managers.map(({ managedBy, devices }) => [managedBy?.name ?? '', devices]))).toEqual(
      counted(seen.map(({ managedBy }) => managedBy?.name ?? '')),
    );
  });

  it.each<[string, Who | undefined]>([
    ['the provider', undefined],
    ['a reseller', NORTH],
    ['another reseller', HARBOUR],
  ])('counts for %s what is in a reseller, customer or site, as the list does (UI-02b, DIR-03)', async (_, who) => {
    for (const query of [`managedBy=${north.id}`, `assignedTo=${alpine.id}`, `site=${office.id}`, `site=${newId()}`]) {
      const { body } = await service.request<{ total: { value: number } }>(`/api/v1/devices?${query}`, { as: who });
      const { total, days, managers } = await report(who, `?${query}`);
      expect([total, sumOf(days), managers.reduce((sum, { devices }) => sum + devices, 0)]).toEqual(Array(3).fill(body.total.value));
    }
  });

  it('tells the days before as they were counted then, to each who saw them (DIR-03)', async () => {
    await service.restart(); // it counts when it starts
    const today = (await report()).days;
    let all = await report();
    while (all.days.length === today.length) {
      await asOwner('update device_days set day = day - 1'); // once it has counted
      all = await report();
    }
    const norths = await report(NORTH);
    expect(all.days).toHaveLength(2 * today.length);
    expect(sumOf(all.days)).toBe(2 * all.total);
    expect(sumOf(norths.days)).toBe(2 * norths.total);
    expect(norths.total).toBeLessThan(all.total);
  });

  it('reads counts instead of devices where there are too many to count for it, the same for everybody (DIR-03)', async () => {
    const before = await Promise.all([report(), report(NORTH), report(HARBOUR)]);
    const [own] = await asOwner<{ columns: string }>(
      `select string_agg(column_name, ', ') as columns from information_schema.columns where table_name = 'devices' and is_generated = 'NEVER'`,
    );
    await asOwner(`insert into devices (${own?.columns}) select ${own?.columns.replaceAll(/\w+/g, 'more.$&')} from devices d, generate_series(1, 10001) n,
      jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'name', 'Many ' || n, 'name_key', 'many ' || n, 'mac', null)) more
      where d.id = (select id from devices where managed_by = '${north.id}' limit 1)`);
    const [all, norths, harbours] = await Promise.all([report(), report(NORTH), report(HARBOUR)]);
    expect([all.total, norths.total]).toEqual([before[0]?.total, before[1]?.total]);
    expect([all.models, norths.models]).toEqual([before[0]?.models, before[1]?.models]);
    expect(norths.managers).toEqual(before[1]?.managers);
    expect(harbours.total).toBe(before[2]?.total);
    expect(new Date(all.takenAt).getTime()).toBeLessThan(Date.now());
  });
});

const sumOf = (days: Report['days']): number => days.reduce((sum, { devices }) => sum + devices, 0);

describe('the inventory of a site', () => {
  const inventoryOf = (site: string, as?: Who) => service.request<string>(`/api/v1/reports/site-inventory.csv?site=${site}`, { as });

  it('has MAC address, device type, available lines and site of each device there (EXP-03), none of it a formula (EXP-02)', async () => {
    const common = { model: 'Cisco 6821', customer: 'Canistracci OIL', site: 'Refinery' };
    const rows = [
      { ...common, name: 'Boiler', mac: macOf(0x0b00) },
      { ...common, name: 'Gate', mac: macOf(0x0b01), model: 'Cisco 8851' },
    ];
    expect(await importRows(service, rows)).toEqual(['applied', 'applied']);
    await service.tell(topics.tenants, [{ key: refinery.id, sequence: 2, message: create(TenantChangedSchema, { ...refinery, name: '=Refinery' }) }]);
    const { status, headers, body } = await inventoryOf(refinery.id);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const lines = [`${macOf(0x0b00).toUpperCase()},Cisco 6821,2,'=Refinery`, `${macOf(0x0b01).toUpperCase()},Cisco 8851,10,'=Refinery`];
    expect(body).toBe(['MAC address,Device type,Available lines,Site', ...lines, ''].join('\r\n'));
  });

  it('is there for those alone who see the site (DIR-03)', async () => {
    expect((await inventoryOf(office.id, NORTH)).status).toBe(200);
    const [theirs, nobodys] = [await inventoryOf(office.id, HARBOUR), await inventoryOf(newId(), HARBOUR)];
    expect([theirs.status, theirs.body]).toEqual([404, nobodys.body]);
  });
});
