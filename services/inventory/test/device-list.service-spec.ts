// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log.
import type { TestService, Who } from '@ringfleet/testing/service-harness';
import fc from 'fast-check';
import { SORTED, sorted } from './support/device-order.js';
import { allDevices, type Column, type List, listDevices, MANY, names, startWithDevices, type View } from './support/device-list.js';
import { importRows, macOf } from './support/inventory.js';

let service: TestService;

beforeAll(async () => {
  service = await startWithDevices();
});

afterAll(() => service.stop());

const list = (query: string, as?: Who): Promise<List> => listDevices(service, query, as);
const everything = (as?: Who): Promise<readonly View[]> => allDevices(service, as);

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
      if (column === 'description' || column === 'inventoryId') return has(value.toLowerCase(), (shown as string | null)?.toLowerCase() ?? null);
      return String(shown !== null && typeof shown === 'object' && 'id' in shown ? shown.id : (shown ?? 'none')) === value;
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
    expect(await found('nv%')).toEqual(names(all.filter(({ inventoryId }) => inventoryId === 'INV%3')));
    expect(await found('none such')).toEqual([]);
  });

  it('is searched by one or two letters for what begins with them, which an index finds (INV-10)', async () => {
    const all = await everything();
    const found = async (query: string): Promise<string[]> => names((await list(`limit=200&${query}`)).items);
    for (const short of ['q=lo', 'q=L', 'description=lo'])
      expect([short, await found(short)]).toEqual([short, names(all.filter(({ description }) => description?.toLowerCase().startsWith('lo')))]);
    expect(await found('q=nv')).toEqual([]);
    expect(await found('q=i')).toEqual(names(all.filter(({ inventoryId }) => inventoryId?.toLowerCase().startsWith('i'))));
    expect(await found('q=00')).toEqual(names(all));
    expect(await found('macAddress=0:0')).toEqual(names(all));
  });

  it('is searched by signs that are neither letters nor digits for what begins with them, which an index finds (INV-10)', async () => {
    await importRows(service, [
      { name: '*** First', mac: macOf(0x5151), description: '-- of signs' },
      { name: 'Of signs **', mac: macOf(0x5152), inventoryId: '***7' },
      { name: 'a*** signs', mac: macOf(0x5153), description: 'é--- signs' },
    ]);
    const found = async (query: string): Promise<string[]> => names((await list(`limit=200&${query}`)).items).toSorted();
    expect(await found('q=***')).toEqual(['*** First', 'Of signs **']);
    expect(await found('q=--')).toEqual(['*** First']);
    expect(await found('q=a***')).toEqual(['a*** signs']);
    expect(await found('q=%C3%A9---')).toEqual(['a*** signs']);
    expect(await found('q=*%20f')).toEqual(['*** First']);
    expect([await found('name=***'), await found('inventoryId=***'), await found('description=**')]).toEqual([['*** First'], ['Of signs **'], []]);
  });
});
