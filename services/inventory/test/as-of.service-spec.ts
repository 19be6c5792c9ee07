// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log. Only the clock is set: half a year goes by.
import type { Who } from '@ringfleet/testing/service-harness';
import fc from 'fast-check';
import { Client } from 'pg';
import type { List, View } from './support/device-list.js';
import { SORTED, sorted } from './support/device-order.js';
import { importRows, macOf } from './support/inventory.js';
import { accounts, ALPINE, alpine, ANY_VERSION, birch, direct, HARBOUR, type LineWorld, NORTH, quay, startLineWorld } from './support/line-world.js';
import { waitingIn } from './support/waiting.js';

const HOUR_MS = 3_600_000;
const CHANGES = 90;
/** Who asks; undefined is the provider. */
const ASKING: readonly (Who | undefined)[] = [undefined, NORTH, HARBOUR, ALPINE];

let now = Date.parse('2026-01-20T00:00:00Z');
let world: LineWorld;

interface Snapshot {
  /** The list was so from this moment until before the other. */
  readonly from: number;
  readonly until: number;
  readonly seen: ReadonlyMap<Who | undefined, readonly View[]>;
}
const snapshots: Snapshot[] = [];

const listOf = async (query: string, as?: Who): Promise<List> => {
  const { status, body } = await world.get<List>(`devices?${query}`, as);
  expect([query, status]).toEqual([query, 200]);
  return body;
};

/** What somebody sees just now, but for the shared devices of nobody: of those a reseller reads nothing past (INV-05). */
async function heldBy(who?: Who): Promise<readonly View[]> {
  const { items } = await listOf('limit=200', who);
  return who === NORTH || who === HARBOUR ? items.filter(({ managedBy, assignedTo }) => managedBy !== null || assignedTo !== null) : items;
}

/** A change such as people make; some are refused, and then nothing changes. */
async function change(n: number): Promise<void> {
  const { items } = await listOf('limit=200');
  const device = items[(n * 7) % Math.max(items.length, 1)];
  const fitting = Object.values(accounts).filter(({ customerId }) => !device?.assignedTo || device.assignedTo.id === customerId);
  const account = fitting[n % fitting.length];
  switch (n % 6) {
    case 0:
    case 1: {
      const managedBy = ['', 'North Telecom', 'Harbour Voice', ''][n % 4] ?? '';
      const customer = managedBy === 'North Telecom' && n % 3 === 0 ? 'Birch & Sons' : '';
      const row = { name: `Phone ${n % 40}`, mac: macOf(0x1000 + n), managedBy, customer, shared: managedBy === '' && n % 3 !== 1 ? 'Y' : '' };
      await importRows(world.service, [row, { action: 'Remove', name: `Phone ${(n * 11) % 40}` }]);
      break;
    }
    case 2:
      await world.put(`${device?.id}/assignment`, { customerId: [alpine, birch, direct, quay][n % 4]?.id ?? '' });
      break;
    case 3:
    case 4:
      await world.put(`${device?.id}/lines/${n % 2}`, { accountId: account?.id ?? '' });
      break;
    default:
      if (device?.freePorts === device?.totalPorts) await world.put(`${device?.id}/assignment`, { customerId: null });
      else await world.service.request(`/api/v1/devices/${device?.id}/lines/${n % 2}`, { method: 'DELETE', headers: ANY_VERSION });
  }
}

beforeAll(async () => {
  world = await startLineWorld(() => new Date(now));
  for (let n = 0; n < CHANGES; n++) {
    await change(n);
    const seen = new Map<Who | undefined, readonly View[]>();
    for (const who of ASKING) seen.set(who, await heldBy(who));
    const from = now;
    now += 40 * HOUR_MS + n;
    snapshots.push({ from, until: now, seen });
  }
});

afterAll(() => world.service.stop());

const FILTERS: readonly (readonly [string, (view: View) => boolean])[] = [
  ['', () => true],
  ['state=inStock', ({ state }) => state === 'inStock'],
  ['q=phone%201', ({ name }) => name.startsWith('Phone 1')],
  ['sharedWithResellers=true', ({ sharedWithResellers }) => sharedWithResellers],
  ['assignedTo=none', ({ assignedTo }) => assignedTo === null],
  [`assignedTo=${birch.id}`, ({ assignedTo }) => assignedTo?.id === birch.id],
  ['extensions=0221', ({ extensions }) => extensions.includes('0221')],
  ['freePorts=1', ({ freePorts }) => freePorts === 1],
];

describe('the inventory as of a moment', () => {
  it('1,000 random questions are answered as the list was then, whoever asks, filtered, sorted and page by page (INV-14, INV-05)', async () => {
    expect(new Set(snapshots.map(({ seen }) => JSON.stringify(seen.get(undefined)))).size).toBeGreaterThan(CHANGES / 3);
    const question = fc.record({
      snapshot: fc.constantFrom(...snapshots.slice(0, -1)),
      within: fc.integer({ min: 0, max: 999 }),
      who: fc.constantFrom(...ASKING),
      sort: fc.record({ column: fc.constantFrom(...SORTED), descending: fc.boolean() }),
      filter: fc.constantFrom(...FILTERS),
      limit: fc.constantFrom(7, 200, 200, 200),
    });
    await fc.assert(
      fc.asyncProperty(question, async ({ snapshot, within, who, sort, filter: [filter, passes], limit }) => {
        const moment = new Date(snapshot.from + Math.floor(((snapshot.until - snapshot.from) * within) / 1_000));
        const query = `asOf=${moment.toISOString()}&sort=${sort.descending ? '-' : ''}${sort.column}&limit=${limit}&${filter}`;
        const found: View[] = [];
        let page: List | undefined;
        do {
          page = await listOf(`${query}${page?.nextCursor ? `&cursor=${page.nextCursor}` : ''}`, who);
          found.push(...page.items);
        } while (page.nextCursor !== null);
        const wanted = sorted((snapshot.seen.get(who) ?? []).filter(passes), [sort]);
        expect(found).toEqual(wanted);
        expect(page.total).toEqual({ value: wanted.length, exact: true });
      }),
      { numRuns: 1_000 },
    );
  });

  it('shows one device as it was, whoever holds it now, and nothing to who did not hold it then (INV-14, INV-05)', async () => {
    for (const { from, seen } of snapshots.slice(0, -1).filter((_, index) => index % 8 === 0)) {
      for (const view of (seen.get(undefined) ?? []).slice(0, 4)) {
        for (const who of ASKING) {
          const { status, body } = await world.get<View>(`devices/${view.id}?asOf=${new Date(from).toISOString()}`, who);
          const known = seen.get(who)?.find(({ id }) => id === view.id);
          expect([status, status === 200 ? body : undefined]).toEqual(known ? [200, known] : [404, undefined]);
        }
      }
    }
  });

  it('is that of a device before it was added and after it was removed: 404, as of one that never was', async () => {
    const [view] = snapshots.at(-1)?.seen.get(undefined) ?? [];
    const at = (moment: string): Promise<{ status: number }> => world.get(`devices/${view?.id}?asOf=${moment}`);
    expect((await at('2026-01-01')).status).toBe(404);
    expect((await at(new Date(now - 6_000).toISOString())).status).toBe(200);
    expect((await at(new Date(now - 4_000).toISOString())).status).toBe(400);
  });

  it('waits for a change of that moment or before that is still being written, so that it never changes its answer (INV-14)', async () => {
    const [view] = (await listOf('limit=200')).items;
    const { headers } = await world.service.request(`/api/v1/devices/${view?.id}`);
    const owner = new Client({ connectionString: world.service.database.ownerUrl });
    await owner.connect();
    const moment = new Date(now).toISOString();
    const answered: List[] = [];
    const ask = async (): Promise<unknown> => answered.push(await listOf(`limit=200&asOf=${moment}`));
    try {
      await owner.query('begin');
      await owner.query('select from devices where id = $1 for update', [view?.id]);
      const changing = world.service.request(`/api/v1/devices/${view?.id}`, {
        method: 'PATCH',
        body: { description: 'Moved' },
        headers: { 'if-match': headers.get('etag') ?? '' },
      });
      while ((await waitingIn(owner)) === 0);
      now += 6_000;
      const asking = ask();
      while ((await waitingIn(owner)) === 1 && answered.length === 0);
      await owner.query('rollback');
      expect((await changing).status).toBe(200);
      await asking;
    } finally {
      await owner.end();
    }
    await ask();
    expect(answered[0]).toEqual(answered[1]);
    expect(answered[0]?.items.find(({ id }) => id === view?.id)?.description).toBe('Moved');
  });

  it('is not what is written later than it waits: what was judged more than four seconds ago is judged again (INV-14)', async () => {
    const client = new Client({ connectionString: world.service.database.appUrl });
    await client.connect();
    const begin = (ago: string): Promise<unknown> => client.query(`select begin_writing(now(), now() - $1::interval)`, [ago]);
    await begin('3 seconds');
    await expect(begin('5 seconds')).rejects.toMatchObject({ code: 'RF002' });
    await client.end();
  });

  it('reads versions of months whose partitions were made ahead, by themselves (INV-14)', async () => {
    const client = new Client({ connectionString: world.service.database.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ partition: string }>(`select distinct tableoid::regclass::text as partition from device_versions order by 1`);
    await client.end();
    expect(rows.map(({ partition }) => partition)).toEqual(
      expect.arrayContaining(['device_versions_2026_02', 'device_versions_2026_03', 'device_versions_2026_04', 'device_versions_other']),
    );
  });
});
