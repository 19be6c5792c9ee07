// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log.
import { newId } from '@ringfleet/kernel';
import { inventory } from '@ringfleet/inventory';
import { startTestService, type TestService, type Who } from '@ringfleet/testing/service-harness';
import fc from 'fast-check';
import { type Cells, customerState, importRows, macOf, profileState, resellerState, siteState, tellProfiles, tellTenants } from './support/inventory.js';

interface Named {
  readonly id: string;
  readonly name: string;
}
interface View extends Named {
  readonly description: string | null;
  readonly model: Named;
  readonly macAddress: string | null;
  readonly managedBy: Named | null;
  readonly sharedWithResellers: boolean;
  readonly assignedTo: Named | null;
  readonly site: Named | null;
  readonly profile: Named | null;
  readonly inventoryId: string | null;
  readonly customerOwned: boolean;
  readonly totalPorts: number;
  readonly freePorts: number;
  readonly state: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}
interface List {
  readonly items: readonly View[];
  readonly nextCursor: string | null;
  readonly total: { readonly value: number; readonly exact: boolean };
}
type Column = Exclude<keyof View, 'id'>;

const north = resellerState('North Telecom');
const harbour = resellerState('Harbour Voice');
const direct = customerState('Canistracci OIL');
const alpine = customerState('Alpine Dental', north.id);
const birch = customerState('Birch & Sons', north.id);
const quay = customerState('Quay Hotel', harbour.id);
const refinery = siteState('Refinery', direct);
const office = siteState('Head office', alpine);

const NORTH: Who = { resellerId: north.id };
const HARBOUR: Who = { resellerId: harbour.id };

let service: TestService;

beforeAll(async () => {
  service = await startTestService(inventory);
  await tellTenants(service, [north, harbour, direct, alpine, birch, quay, refinery, office]);
  const models = (await service.request<{ items: readonly Named[] }>('/api/v1/models?limit=200')).body.items.map(({ id }) => id);
  await tellProfiles(service, [
    profileState({ name: 'Standard', shared: true, modelIds: models }),
    profileState({ name: 'Other', shared: true, modelIds: models }),
  ]);
  expect(new Set(await importRows(service, MANY))).toEqual(new Set(['applied']));
});

afterAll(() => service.stop());

// Few different values, so that most columns are full of ties; names in an order that is not that of the ids.
const MANY = Array.from({ length: 60 }, (_, n): Cells => {
  const place = [
    {},
    { managedBy: 'North Telecom' },
    { managedBy: 'North Telecom', customer: n % 2 ? 'Alpine Dental' : 'Birch & Sons' },
    { customer: 'Canistracci OIL' },
    { shared: 'Y' },
    { shared: 'Y', customer: 'Quay Hotel' },
  ];
  const { managedBy = '', customer = '', shared = '' } = place[n % place.length] as Partial<Cells>;
  return {
    name: `Phone ${(n * 37) % 60} ${['é', 'Z', 'a', '📞'][n % 4]}`,
    mac: macOf(n + 0x0a00),
    model: ['Cisco 6821', 'Yealink SIP-T54W', 'Cisco 8851'][n % 3] ?? '',
    managedBy,
    customer,
    shared,
    site: customer === 'Canistracci OIL' ? ['Refinery', ''][n % 2] : customer === 'Alpine Dental' ? 'Head office' : '',
    customerOwned: customer !== '' && n % 5 === 0 ? 'Y' : '',
    profile: ['', 'Standard', 'Other'][n % 3] ?? '',
    inventoryId: ['', 'INV_1', 'inv-2', 'INV%3'][n % 4] ?? '',
    description: ['', 'Lobby', 'lobby 2', 'Été'][(n >> 2) % 4] ?? '',
  };
});

const list = async (query: string, as?: Who): Promise<List> => {
  const { status, body } = await service.request<List>(`/api/v1/devices?${query}`, { as });
  expect([query, status]).toEqual([query, 200]);
  return body;
};
const everything = async (as?: Who): Promise<readonly View[]> => (await list('limit=200', as)).items;

/** Follows the cursors from the first page to the last. */
async function walk(query: string, limit: number, as?: Who): Promise<View[]> {
  const found: View[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: List = await list(`${query}&limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, as);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

/** What a column is sorted and shown by: names as they are compared, nothing before everything. */
function valueOf(view: View, column: Column): string | number | boolean {
  const value = view[column];
  if (value === null) return '';
  if (typeof value !== 'object') return column === 'name' ? view.name.normalize('NFC').toLowerCase() : value;
  return value.name.toLowerCase();
}

const compare = (one: string | number | boolean, other: string | number | boolean): number => {
  if (typeof one === 'string' && typeof other === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return Number(one) - Number(other);
};

const SORTED: readonly Column[] = [
  'name',
  'description',
  'model',
  'profile',
  'managedBy',
  'macAddress',
  'assignedTo',
  'totalPorts',
  'freePorts',
  'inventoryId',
  'site',
  'sharedWithResellers',
  'customerOwned',
  'state',
  'createdAt',
  'updatedAt',
];

interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

/** Ties are in the order of the record ids, in the direction of the first sort. */
const sorted = (views: readonly View[], sorts: readonly Sort[]): View[] =>
  views.toSorted((one, other) => {
    for (const { column, descending } of sorts) {
      const order = compare(valueOf(one, column), valueOf(other, column));
      if (order !== 0) return descending ? -order : order;
    }
    return sorts[0]?.descending ? compare(other.id, one.id) : compare(one.id, other.id);
  });

const names = (views: readonly View[]): string[] => views.map(({ name }) => name);

describe('the device list', () => {
  it('is by device ID at first, without case, 25 to a page (INV-10)', async () => {
    const page = await list('');
    expect(names(page.items)).toEqual(names(sorted(await everything(), [{ column: 'name', descending: false }])).slice(0, 25));
    expect(page.total).toEqual({ value: 60, exact: true });
  });

  it('walked page by page is the whole, sorted, over any columns and their ties (INV-10)', async () => {
    const all = await everything();
    const sort = fc.record({ column: fc.constantFrom(...SORTED), descending: fc.boolean() });
    const sorts = fc.uniqueArray(sort, { minLength: 1, maxLength: 3, selector: ({ column }) => column });
    await fc.assert(
      fc.asyncProperty(sorts, fc.integer({ min: 1, max: 70 }), async (by, limit) => {
        const query = `sort=${by.map(({ column, descending }) => `${descending ? '-' : ''}${column}`).join(',')}`;
        expect(names(await walk(query, Math.max(limit, 7)))).toEqual(names(sorted(all, by)));
      }),
      { numRuns: 40 },
    );
  });

  it('goes on after its cursor when devices come and go before and behind it', async () => {
    const first = await list('limit=30&q=phone');
    const before = await importRows(service, [
      { name: 'Phone  first', mac: macOf(1) },
      { name: 'Phone 📞 last', mac: macOf(2) },
      { action: 'Remove', name: first.items[0]?.name ?? '' },
    ]);
    expect(before).toEqual(['applied', 'applied', 'applied']);
    const second = await list(`limit=200&q=phone&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    expect(second.items.filter(({ id }) => first.items.some((one) => one.id === id))).toEqual([]);
    expect(second.items).toHaveLength(31);
    const gone = MANY.find(({ name }) => name === first.items[0]?.name);
    expect(
      await importRows(service, [{ action: 'Remove', name: 'Phone  first' }, { action: 'Remove', name: 'Phone 📞 last' }, ...(gone ? [gone] : [])]),
    ).toEqual(['applied', 'applied', 'applied']);
  });

  it('is filtered by every column, and by several at once (INV-10)', async () => {
    const all = await everything();
    const reference = (column: 'model' | 'profile' | 'managedBy' | 'assignedTo' | 'site') => fc.constantFrom(...all.map((view) => view[column]?.id ?? 'none'));
    const has = (part: string, text: string | null): boolean => (text ?? '').includes(part);
    const filters = fc.record(
      {
        name: fc.constantFrom('PHONE 1', 'é', '📞', '%', '_'),
        description: fc.constantFrom('obby', 'Lobby', 'é', '%'),
        inventoryId: fc.constantFrom('INV_', 'inv', '%', '3'),
        macAddress: fc.constantFrom('00:14:20', '00-14-20-00-0a', '1420000A1', 'ff'),
        model: reference('model'),
        profile: reference('profile'),
        managedBy: reference('managedBy'),
        assignedTo: reference('assignedTo'),
        site: reference('site'),
        totalPorts: fc.constantFrom('2', '10', '16', '3'),
        freePorts: fc.constantFrom('2', '16'),
        sharedWithResellers: fc.constantFrom('true', 'false'),
        customerOwned: fc.constantFrom('true', 'false'),
        state: fc.constantFrom('inStock', 'assigned', 'inService', 'retired'),
      },
      { requiredKeys: [] },
    );
    const passes = (view: View, [column, value]: [string, string]): boolean => {
      if (column === 'name') return has(value.toLowerCase(), view.name.toLowerCase());
      if (column === 'macAddress') return has(value.replaceAll(/[:-]/g, '').toUpperCase(), view.macAddress?.replaceAll(':', '') ?? ''); // '00:14-20'
      const shown = view[column as Column];
      if (column === 'description' || column === 'inventoryId') return has(value, shown as string | null);
      return String(shown !== null && typeof shown === 'object' ? shown.id : (shown ?? 'none')) === value;
    };
    await fc.assert(
      fc.asyncProperty(filters, async (given) => {
        const entries = Object.entries(given);
        const page = await list(new URLSearchParams({ ...Object.fromEntries(entries), limit: '200' }).toString());
        const wanted = all.filter((view) => entries.every((entry) => passes(view, entry)));
        expect(names(page.items)).toEqual(names(wanted));
        expect(page.total).toEqual({ value: wanted.length, exact: true });
      }),
      { numRuns: 60 },
    );
  });

  it('is searched by any part of device ID, MAC address in any spelling, description and inventory ID (INV-10)', async () => {
    const all = await everything();
    const [one] = all;
    const found = async (q: string): Promise<string[]> => names((await list(`limit=200&q=${encodeURIComponent(q)}`)).items);
    const mac = one?.macAddress ?? '';
    for (const spelling of [
      mac,
      mac.toLowerCase(),
      mac.replaceAll(':', '-'),
      mac.replaceAll(':', ''),
      `${mac.slice(0, 2)}${mac.slice(3, 5)}.${mac.slice(6, 8)}${mac.slice(9, 11)}.${mac.slice(12, 14)}${mac.slice(15)}`,
    ]) {
      expect([spelling, await found(spelling)]).toEqual([spelling, [one?.name]]);
    }
    expect(await found('LOBBY')).toEqual(names(all.filter(({ description }) => description?.toLowerCase().includes('lobby'))));
    expect(await found('été')).toEqual(names(all.filter(({ description }) => description === 'Été')));
    expect(await found('inv_1')).toEqual(names(all.filter(({ inventoryId }) => inventoryId === 'INV_1')));
    expect(await found('v%')).toEqual(names(all.filter(({ inventoryId }) => inventoryId === 'INV%3')));
    expect(await found('none such')).toEqual([]);
  });

  it('shows a reseller what it manages, what its customers hold and the shared ones of nobody, and no more (DIR-03, INV-05)', async () => {
    const all = await everything();
    const free = all.filter(({ sharedWithResellers, assignedTo }) => sharedWithResellers && assignedTo === null);
    const own = all.filter(({ managedBy }) => managedBy?.id === north.id);
    expect(names(await everything(NORTH))).toEqual(names(all.filter((view) => free.includes(view) || own.includes(view))));
    expect(names(await everything(HARBOUR))).toEqual(names(all.filter((view) => free.includes(view) || view.assignedTo?.id === quay.id)));
    expect((await list('', HARBOUR)).total.value).toBe(free.length + all.filter(({ assignedTo }) => assignedTo?.id === quay.id).length);
  });

  it('shows a customer its own (DIR-03)', async () => {
    const all = await everything();
    const as = { resellerId: north.id, customerId: alpine.id };
    expect(names(await everything(as))).toEqual(names(all.filter(({ assignedTo }) => assignedTo?.id === alpine.id)));
    expect(await everything({ customerId: newId() })).toEqual([]);
  });

  it("does not tell by filter, search or id that somebody else's device is there (DIR-03)", async () => {
    const all = await everything();
    const foreign = all.find(({ managedBy }) => managedBy?.id === north.id);
    for (const query of [
      `q=${encodeURIComponent(foreign?.name ?? '')}`,
      `macAddress=${foreign?.macAddress}`,
      `managedBy=${north.id}`,
      `assignedTo=${alpine.id}`,
    ]) {
      expect(await list(query, HARBOUR)).toMatchObject({ items: [], total: { value: 0 } });
    }
    const get = (path: string, as?: Who) =>
      service.request<{ code: string }>(`/api/v1/devices/${path}`, { as }).then(({ status, body }) => [status, body.code]);
    expect(await get(foreign?.id ?? '', HARBOUR)).toEqual([404, 'not_found']);
    expect(await get(`${foreign?.id}/history`, HARBOUR)).toEqual([404, 'not_found']);
    expect(await get(newId(), HARBOUR)).toEqual([404, 'not_found']);
    expect(await get('no-id')).toEqual([404, 'not_found']);
    expect(await get(foreign?.id ?? '', NORTH)).toEqual([200, undefined]);
  });

  it.each([
    ['sort=price', 'bad_sort'],
    ['cursor=nonsense', 'bad_cursor'],
    ['managedBy=North', 'bad_filter'],
    ['customerOwned=maybe', 'bad_filter'],
    ['createdAt=2026', 'validation_failed'],
    ['totalPorts=many', 'bad_filter'],
    ['limit=0', 'validation_failed'],
    ['limit=201', 'validation_failed'],
    ['colour=red', 'validation_failed'],
  ])('refuses %s with 400 %s', async (query, code) => {
    const { status, body } = await service.request<{ code: string }>(`/api/v1/devices?${query}`);
    expect([status, body.code]).toEqual([400, code]);
  });

  it('refuses the cursor of a list that was sorted otherwise', async () => {
    const { nextCursor } = await list('limit=5&sort=model');
    const { status, body } = await service.request<{ code: string }>(`/api/v1/devices?sort=-model&cursor=${encodeURIComponent(nextCursor ?? '')}`);
    expect([status, body.code]).toEqual([400, 'bad_cursor']);
  });

  it.each([
    ['name', ['name', 'phone', 'no id']],
    ['name', ['name', 7, newId()]],
    ['name', ['name', 'a\0b', newId()]],
    ['name', ['name', 'phone']],
    ['name', 'name'],
    ['totalPorts', ['totalPorts', 'many', newId()]],
    ['totalPorts', ['totalPorts', 70_000, newId()]],
    ['createdAt', ['createdAt', 'yesterday', newId()]],
    ['customerOwned', ['customerOwned', 'perhaps', newId()]],
  ])('refuses a cursor by %s that was made by hand: %j', async (sort, values) => {
    const cursor = Buffer.from(JSON.stringify(values)).toString('base64url');
    const { status, body } = await service.request<{ code: string }>(`/api/v1/devices?sort=${sort}&cursor=${cursor}`);
    expect([status, body.code]).toEqual([400, 'bad_cursor']);
  });

  it.each(['q', 'name', 'description', 'inventoryId', 'macAddress', 'state', 'model', 'sort', 'totalPorts'])('refuses a NUL character in %s', async (field) => {
    expect((await service.request(`/api/v1/devices?${field}=a%00b`)).status).toBe(400);
  });

  it('refuses a NUL character in the search for models', async () => {
    expect((await service.request('/api/v1/models?q=a%00b')).status).toBe(400);
  });
});
