// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log.
import { newId } from '@ringfleet/kernel';
import { keyState, tellCallers } from '@ringfleet/testing/callers';
import type { TestService, Who } from '@ringfleet/testing/service-harness';
import { allDevices, alpine, HARBOUR, type List, listDevices, names, NORTH, north, quay, startWithDevices, type View } from './support/device-list.js';

let service: TestService;

beforeAll(async () => {
  service = await startWithDevices();
});

afterAll(() => service.stop());

const list = (query: string, as?: Who): Promise<List> => listDevices(service, query, as);
const everything = (as?: Who): Promise<readonly View[]> => allDevices(service, as);

describe('the device list', () => {
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
    const as = { id: newId(), resellerId: north.id, customerId: alpine.id };
    await tellCallers(service, [keyState(as)]);
    expect(names(await everything(as))).toEqual(names(all.filter(({ assignedTo }) => assignedTo?.id === alpine.id)));
    const { status, body } = await service.request<{ code: string }>('/api/v1/devices', { as: { customerId: newId() } });
    expect([status, body.code]).toEqual([403, 'section_absent']); // of nobody that is known
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
    ['createdAt=2026', 'bad_filter'],
    ['updatedAt=2026-01-01..never', 'bad_filter'],
    ['asOf=yesterday', 'bad_as_of'],
    ['asOf=0000-01-01', 'bad_as_of'],
    ['asOf=2999-01-01', 'as_of_too_recent'],
    ['createdAt=2026-02-30..', 'bad_filter'],
    ['createdAt=..0000-01-01', 'bad_filter'],
    ['updatedAt=0001-01-01T00:00:00%2B14:00..', 'bad_filter'],
    ['asOf=2026-02-30', 'bad_as_of'],
    ['asOf=0000-01-01', 'bad_as_of'],
    ['state=lost', 'bad_filter'],
    ['totalPorts=many', 'bad_filter'],
    ['limit=0', 'validation_failed'],
    ['limit=201', 'validation_failed'],
    ['colour=red', 'validation_failed'],
  ])('refuses %s with 400 %s', async (query, code) => {
    const { status, body } = await service.request<{ code: string }>(`/api/v1/devices?${query}`);
    expect([status, body.code]).toEqual([400, code]);
  });

  it('takes periods up to the last day of the calendar (INV-10)', async () => {
    const all = await list('');
    expect((await list('createdAt=0001-01-01..9999-12-31&updatedAt=..9999-12-31T23:59:59Z')).total).toEqual(all.total);
    expect((await list('createdAt=9999-12-31..')).total.value).toBe(0);
  });

  it('refuses the cursor of a list that was sorted otherwise', async () => {
    const { nextCursor } = await list('limit=5&sort=model');
    const { status, body } = await service.request<{ code: string }>(`/api/v1/devices?sort=-model&cursor=${encodeURIComponent(nextCursor ?? '')}`);
    expect([status, body.code]).toEqual([400, 'bad_cursor']);
  });

  it('refuses the cursor of somebody else, of another question and one that was touched (DIR-03)', async () => {
    const refused = async (query: string, cursor: string, as?: Who): Promise<unknown> => {
      const { status, body } = await service.request<{ code: string }>(`/api/v1/devices?limit=5&${query}&cursor=${encodeURIComponent(cursor)}`, { as });
      return [status, body.code];
    };
    const { nextCursor } = await list('limit=5&q=phone&state=inStock');
    const cursor = nextCursor ?? '';
    expect((await list(`limit=9&q=phone&state=inStock&cursor=${cursor}`)).items.length).toBeGreaterThan(0);
    const touched = `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`;
    for (const [query, sent, as] of [
      ['q=phone&state=inStock', cursor, NORTH],
      ['q=phones&state=inStock', cursor, undefined],
      ['q=phone&state=assigned', cursor, undefined],
      ['q=phone&state=inStock&asOf=2026-01-01', cursor, undefined],
      ['q=phone&state=inStock', touched, undefined],
    ] as const)
      expect([query, await refused(query, sent, as)]).toEqual([query, [400, 'bad_cursor']]);
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
