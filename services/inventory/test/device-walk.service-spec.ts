// Real: inventory's PostgreSQL with row-level security. The list of many devices, which is walked along indexes, against the list of few, which is found and then sorted.
import { type Caller, newId } from '@ringfleet/kernel';
import type { TestService } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';
import { streamStatement } from '../src/device-stream/stream-devices.js';
import { countStatement } from '../src/devices/count-devices.js';
import { DEVICE_COLUMNS } from '../src/devices/device-columns.js';
import { type ListDevicesQuery, walkOf } from '../src/devices/list-devices.js';
import { fewStretch, stretchesOf } from '../src/devices/device-walk.js';
import type { Stretch, Walk } from '../src/devices/stretch.js';
import type { CustomColumn } from '../src/fields/custom-column.js';
import type { CustomField } from '../src/fields/custom-field.js';
import { BOUGHT, customSourceFor, defineFields, FLOOR, NOTE, RACK, WEIGHT } from './support/custom-values.js';
import { alpine, north, startWithDevices } from './support/device-list.js';

let service: TestService;
let client: Client;

/** Of each kind some, of some none, and some that are gone or that were told while the devices were another's. */
const STATUSES = `
  insert into device_statuses (id, status, since, managed_by, customer_id, customer_reseller_id, sequence, deleted_at)
  select id, (array['registered', 'registered', 'aged', 'unregistered'])[1 + n % 4], now(), case when n % 7 > 0 then managed_by end, customer_id, customer_reseller_id, 1,
    case when n % 11 = 0 then now() end
  from (select d.*, row_number() over (order by name_key) as n from devices d) numbered where n % 5 > 0`;

beforeAll(async () => {
  service = await startWithDevices();
  const owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await owner.query(`update profiles set shared = false where name = 'Other'`); // resellers see devices that have it, and not the profile
  await defineFields(service, (sql, params) => owner.query(sql, params));
  await owner.query(STATUSES);
  await owner.end();
  client = new Client({ connectionString: service.database.appUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await service.stop();
});

const callerOf = (scope: Caller['scope']): Caller => ({ id: newId(), name: 'Somebody', role: 'administrator', scope });
const CALLERS = {
  provider: callerOf({ kind: 'provider' }),
  reseller: callerOf({ kind: 'reseller', resellerId: north.id }),
  customer: callerOf({ kind: 'customer', customerId: alpine.id, resellerId: north.id }),
};
const walkIn = (caller: Caller, query: ListDevicesQuery, after?: readonly unknown[]): Walk =>
  walkOf(caller, { ...query, custom: customSourceFor(caller, query.asOf) }, after);
const custom = ({ id }: CustomField): CustomColumn => `custom.${id}`;
const COLUMNS = [...Object.keys(DEVICE_COLUMNS), ...[NOTE, WEIGHT, BOUGHT, RACK].map(custom)];
const SORTS = [
  ...COLUMNS.flatMap((column) => [column, `-${column}`]),
  'site,-name',
  '-assignedTo,createdAt',
  'macAddress,name',
  '-macAddress',
  'state,-model,name',
  'status,-name',
  '-status,site,status',
  'site,-status',
  `-${custom(FLOOR)},-name`,
  `${custom(WEIGHT)},-${custom(NOTE)}`,
  `site,${custom(NOTE)}`,
];

async function asCaller<T>({ scope }: Caller, settings: readonly string[], work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  for (const setting of settings) await client.query(`set local ${setting}`);
  const ids = ['resellerId' in scope ? (scope.resellerId ?? '') : '', 'customerId' in scope ? scope.customerId : ''];
  await client.query(`select set_config('rf.scope', $1, true), set_config('rf.reseller', $2, true), set_config('rf.customer', $3, true)`, [scope.kind, ...ids]);
  try {
    return await work();
  } finally {
    await client.query('rollback');
  }
}

type Row = Record<string, unknown> & { readonly id: string };
const rowsOf = async (stretch: Stretch, limit: number): Promise<Row[]> => (await client.query<Row>(stretch.sql(limit), [...stretch.params])).rows;
const valuesOf = (row: Row, { sorts }: Walk): unknown[] => sorts.map((_, index) => row[`sort_${index}`]);

/** Page by page, each from the last device of the one before, as cursors carry it. */
async function walked(caller: Caller, query: ListDevicesQuery): Promise<string[]> {
  const found: Row[] = [];
  for (;;) {
    const last = found.at(-1);
    const values: unknown = last && JSON.parse(JSON.stringify(valuesOf(last, walkIn(caller, query))));
    const walk = walkIn(caller, query, values as unknown[] | undefined);
    const page: Row[] = [];
    for (const stretch of stretchesOf(walk)) if (page.length < query.limit) page.push(...(await rowsOf(stretch, query.limit - page.length)));
    found.push(...page);
    if (page.length < query.limit) return found.map(({ id }) => id);
  }
}

const PAST = new Date(Date.now() + 60_000); // of a moment at which all of them are as they are now

describe.each(Object.entries(CALLERS))('for a %s', (_, caller) => {
  it.each(SORTS)('many devices by %s come in the order in which few do, each once (INV-10)', async (sort) => {
    for (const query of [
      { sort, limit: 7, filters: {} },
      { sort, limit: 5, filters: {}, asOf: PAST },
      { sort, limit: 4, q: 'phone', filters: { customerOwned: 'false' } },
    ]) {
      await asCaller(caller, [], async () => {
        const few = await rowsOf(fewStretch(walkIn(caller, query), true), 1_000);
        expect(await walked(caller, query)).toEqual(few.map(({ id }) => id));
      });
    }
  });
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Parent Relationship'?: string;
  readonly Plans?: readonly Plan[];
}
/** Without what is looked up for a single value of a row. */
const outsideValues = (plan: Plan): Plan[] => [
  plan,
  ...(plan.Plans ?? []).filter((part) => part['Parent Relationship'] !== 'SubPlan').flatMap((part) => outsideValues(part)),
];
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
const GROWING: readonly (string | undefined)[] = ['devices', 'custom_values', 'device_statuses'];
const isScanned = (node: Plan): boolean => node['Node Type'] === 'Seq Scan' && GROWING.includes(node['Relation Name']);
/** Devices come in without bound: of each record no more than a page is. */
const readsDevices = (plan: Plan): boolean =>
  plan['Node Type'] !== 'Limit' && (GROWING.includes(plan['Relation Name']) || (plan.Plans ?? []).some(readsDevices));

async function nodesFor(stretch: Stretch, nodes = nodesOf): Promise<Plan[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(`explain (format json) ${stretch.sql(26)}`, [...stretch.params]);
  return rows.flatMap((row) => row['QUERY PLAN']).flatMap(({ Plan }) => nodes(Plan));
}

/** What no index serves: devices that are all read, or all sorted. */
async function faultsOf(stretch: Stretch): Promise<string[]> {
  const nodes = await nodesFor(stretch);
  return nodes.flatMap((node) => (isScanned(node) || (node['Node Type'] === 'Sort' && readsDevices(node)) ? [node['Node Type']] : []));
}

// Of sixty devices no index is worth its while: PostgreSQL is told to read or sort them all only where nothing else does it.
const AS_OF_MANY = ['enable_seqscan = off', 'enable_sort = off'];
const deepIn = async (caller: Caller, query: ListDevicesQuery): Promise<unknown[]> => {
  const [row] = (await rowsOf(fewStretch(walkIn(caller, query), false), 9)).slice(-1);
  return row ? (JSON.parse(JSON.stringify(valuesOf(row, walkIn(caller, query)))) as unknown[]) : [];
};

describe('every page of many devices', () => {
  it.each(SORTS.filter((sort) => !sort.includes(',')))(
    'by %s is read along an index, the first and one deep in it, by provider and reseller (INV-10)',
    async (sort) => {
      for (const caller of [CALLERS.provider, CALLERS.reseller]) {
        await asCaller(caller, AS_OF_MANY, async () => {
          const query = { sort, limit: 25, filters: {} };
          for (const after of [undefined, await deepIn(caller, query)])
            for (const stretch of stretchesOf(walkIn(caller, query, after)))
              expect([caller.scope.kind, after, await faultsOf(stretch)]).toEqual([caller.scope.kind, after, []]);
        });
      }
    },
  );

  it('of those without a MAC address none is sorted, however many there are (INV-10)', async () => {
    await asCaller(CALLERS.provider, AS_OF_MANY, async () => {
      const [without] = stretchesOf(walkIn(CALLERS.provider, { sort: 'macAddress', limit: 25, filters: {} }));
      expect((await nodesFor(without ?? { sql: () => '', params: [] })).map((node) => node['Node Type'])).not.toContain('Incremental Sort');
    });
  });

  it.each([
    { q: 'lobby' },
    { q: 'xq' },
    { q: '7' },
    { q: '--' },
    { q: '***' },
    { q: 'a---' },
    { q: '-a-' },
    { description: 'lo' },
    { description: '---' },
    { inventoryId: '***' },
    { name: '...' },
    { macAddress: '00' },
    { q: '00:14:20:00:0a' },
    { name: 'phone 1' },
    { description: 'lobby' },
    { inventoryId: 'inv' },
    { macAddress: '0014.2000' },
    { model: newId() },
    { profile: newId() },
    { managedBy: newId() },
    { managedBy: 'administrator' },
    { assignedTo: newId() },
    { assignedTo: 'none' },
    { site: newId() },
    { totalPorts: '3' },
    { freePorts: '3' },
    { extensions: '3275' },
    { sharedWithResellers: 'true' },
    { customerOwned: 'true' },
    { state: 'retired' },
    { status: 'registered' },
    { status: 'unregistered,none' },
    { createdAt: '2026-01-01..2026-01-31' },
    { updatedAt: '..2026-01-31' },
    { [custom(NOTE)]: 'loan' },
    { [custom(NOTE)]: 'lo' },
    { [custom(WEIGHT)]: '2..3' },
    { [custom(BOUGHT)]: '2026-01-31' },
    { [custom(FLOOR)]: 'Ground' },
  ])(
    'that %o asks for is found by an index, whoever asks (INV-10)',
    async ({ q, ...filters }: { readonly q?: string; readonly [column: string]: string | undefined }) => {
      for (const caller of Object.values(CALLERS)) {
        await asCaller(caller, AS_OF_MANY, async () => {
          const { source, matching } = walkIn(caller, { limit: 25, q, filters });
          const found: Stretch = { sql: (limit) => `select d.id from ${source.from} ${matching.where()} limit ${limit}`, params: matching.params };
          expect([caller.scope.kind, await faultsOf(found)]).toEqual([caller.scope.kind, []]);
          await client.query('set local enable_sort = on');
          const { sql, params } = streamStatement(caller, { q, filters, sort: 'createdAt', custom: customSourceFor(caller) }, { labels: [], wanted: [] });
          expect((await nodesFor({ sql: () => sql, params }, outsideValues)).filter(isScanned)).toEqual([]);
        });
      }
    },
  );

  it('of a reseller is counted holder by holder along the index of holders, until there are too many (INV-10)', async () => {
    await asCaller(CALLERS.reseller, [], async () => {
      const { source, matching } = walkIn(CALLERS.reseller, { limit: 25, filters: {} });
      const { sql, params } = countStatement(matching, source);
      const { rows } = await client.query<{ count: string }>(sql, params);
      const { rows: seen } = await client.query<{ count: string }>('select count(*) from devices');
      expect(rows).toEqual(seen);
      await client.query(`set local enable_seqscan = off`);
      const nodes = await nodesFor({ sql: () => sql, params });
      expect(nodes.flatMap((node) => (node['Relation Name'] === 'devices' ? [node['Node Type']] : []))).toEqual([
        expect.stringMatching(/^Index (Only )?Scan$/),
        expect.stringMatching(/^Index (Only )?Scan$/),
      ]);
    });
  });
});
