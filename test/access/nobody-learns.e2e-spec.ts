// Real: every service in this process; callers of every role that belongs to a tenant, and records of another one.
import { newId, type Role } from '@ringfleet/kernel';
import { Api, type Answer } from '../support/api.js';
import { csvOf, macOf } from '../support/sheets.js';
import type { Named, RowView } from '../support/views.js';
import { type Call, CALLS, type Kind } from './support/calls.js';
import { type AccessWorld, openWorld } from './support/inside.js';
import { API_ROUTES } from './support/routes.js';

let world: AccessWorld;
let callers: ReadonlyMap<string, Api>;
/** Harbour Voice's records. */
let foreign: Readonly<Record<Kind, string>>;
let harbour: Api;

beforeAll(async () => {
  world = await openWorld();
  const { administrator } = world;
  const resellers = await administrator.all<Named>('/api/v1/resellers');
  const customers = await administrator.all<Named>('/api/v1/customers');
  const idOf = (records: readonly Named[], name: string): string => records.find((record) => record.name === name)?.id ?? '';
  const customerId = idOf(customers, 'Quay Hotel');
  const keyFor = (role: Role, owner: object): Promise<{ id: string; clientSecret: string }> =>
    administrator.post('/api/v1/service-keys', { name: `a key of ${role}`, role, ...owner });
  const signIn = async (role: Role, owner: object): Promise<Api> => {
    const { id, clientSecret } = await keyFor(role, owner);
    return Api.signIn(world.url, { clientId: id, clientSecret });
  };
  const birch = { customerId: idOf(customers, 'Birch & Sons') };
  callers = new Map([
    ['reseller-admin', await signIn('reseller-admin', { resellerId: idOf(resellers, 'North Telecom') })],
    ['customer-admin', await signIn('customer-admin', birch)],
    ['customer-user', await signIn('customer-user', birch)],
    ['customer-admin of a direct customer', await signIn('customer-admin', { customerId: idOf(customers, 'Canistracci OIL') })],
  ]);
  for (const switched of ['provider', `resellers/${idOf(resellers, 'North Telecom')}`])
    await administrator.request(`/api/v1/${switched}`, json('PATCH', { lineStatesReport: true }));
  harbour = await world.reseller('Harbour Voice');
  const imported = await harbour.import(
    csvOf([
      { name: 'Hidden phone', mac: macOf(50, 1), customer: 'Quay Hotel' },
      { name: 'Hidden row', mac: 'none' },
    ]),
  );
  const [model] = await administrator.all<Named>('/api/v1/models');
  const user = await administrator.post<Named>('/api/v1/users', { name: 'quay-admin', role: 'customer-admin', customerId });
  const hidden = (await harbour.devices('Hidden phone'))[0]?.id ?? '';
  const profile = (await harbour.post<Named>('/api/v1/profiles', { name: 'Hidden profile', modelIds: [model?.id] })).id;
  await harbour.post(`/api/v1/profiles/${profile}/versions`, { note: 'Hidden version' });
  foreign = {
    account: (await harbour.all<{ id: string }>('/api/v1/accounts'))[0]?.id ?? '',
    batch: (
      await harbour.post<{ id: string }>('/api/v1/device-batches', {
        select: { ids: [hidden], managedBy: idOf(resellers, 'Harbour Voice') },
        change: { assignTo: customerId },
      })
    ).id,
    customer: customerId,
    device: hidden,
    export: (await harbour.post<{ id: string }>('/api/v1/exports', { filter: { q: 'Hidden' } })).id,
    field: (await harbour.post<Named>('/api/v1/custom-fields', { name: 'Hidden field', kind: 'text' })).id,
    import: imported.id,
    key: (await keyFor('customer-admin', { customerId })).id,
    notification: (await harbour.all<{ id: string }>('/api/v1/notifications'))[0]?.id ?? '',
    profile,
    reseller: idOf(resellers, 'Harbour Voice'),
    site: (await harbour.post<Named>('/api/v1/sites', { name: 'Hidden site', customerId })).id,
    user: user.id,
  };
});

afterAll(() => world.close());

const HIDDEN = /Harbour Voice|Quay Hotel|Hidden |quay-admin/; // names that only Harbour Voice's people know
const ROUTES = API_ROUTES.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`); // 'GET /api/v1/devices/:id'

const json = (method: string, body: object | undefined): RequestInit => ({
  method,
  headers: { 'if-match': '*', ...(body && { 'content-type': 'application/json' }) },
  ...(body && { body: JSON.stringify(body) }),
});

/** They answer what speaks against it, or leave out what is not seen. */
const ANSWERED = ['GET /api/v1/access/explain', 'POST /api/v1/device-addresses', 'POST /api/v1/devices/check'];

/** Calls a route for a record, whichever way it takes it. */
function ask(api: Api, route: string, call: Call, id: string): Promise<Answer<unknown>> {
  const [method = '', path = ''] = route.split(' ');
  const filled = path.replace(':id', id).replace(':port', '0').replace(':number', '1');
  if ('names' in call) return api.request(`${filled}${call.query ? `?${call.query(id)}` : ''}`, json(method, call.body?.(id)));
  return api.request(filled, json(method, 'on' in call ? call.body : undefined));
}

describe('every route', () => {
  it('has its place in the table of calls, so that a new one is called too', () => {
    expect(ROUTES.toSorted()).toEqual(Object.keys(CALLS).toSorted());
    expect(ROUTES.length).toBeGreaterThan(40);
  });

  const answered = ROUTES.filter((route) => CALLS[route] && ('on' in CALLS[route] || 'names' in CALLS[route]));
  it.each(answered)("answers %s on another tenant's record byte by byte as on one that nobody has (DIR-03)", async (route) => {
    const call = CALLS[route];
    if (!call || !('on' in call || 'names' in call)) throw new Error(`${route} has no call.`);
    const id = foreign['on' in call ? call.on : call.names];
    expect(id).not.toBe('');
    for (const [role, api] of callers) {
      const [theirs, nobodys] = [await ask(api, route, call, id), await ask(api, route, call, newId())];
      expect([role, theirs.status, theirs.text]).toEqual([role, nobodys.status, nobodys.text]);
      const isOfRecord = 'on' in call || route.startsWith('GET /api/v1/reports/');
      const expected = isOfRecord ? [403, 404] : ANSWERED.includes(route) ? [200, 403] : [403, 422];
      expect([role, route, expected.includes(theirs.status), theirs.status]).toEqual([role, route, true, theirs.status]);
    }
  });

  const lists = ROUTES.filter((route) => CALLS[route] && 'lists' in CALLS[route]);
  it.each(lists)('shows in %s nothing of another tenant (DIR-03)', async (route) => {
    const path = route.slice('GET '.length);
    const call = CALLS[route];
    const query = call && 'query' in call && typeof call.query === 'string' ? call.query : '';
    for (const [role, api] of callers) {
      const { status, text } = await api.request(path === '/api/v1/me' ? path : `${path}?${query}limit=200`);
      expect([role, [200, 403].includes(status)]).toEqual([role, true]);
      expect([role, HIDDEN.exec(text)?.[0]]).toEqual([role, undefined]);
      for (const id of Object.values(foreign)) expect([role, text.includes(id)]).toEqual([role, false]);
    }
  });
});

describe('nobody learns of others', () => {
  it('by filter, sort, search, or the cursor of another user (DIR-03)', async () => {
    const { nextCursor } = await harbour.get<{ nextCursor: string | null }>('/api/v1/devices?limit=1&sort=name');
    const queries = [
      'q=Hidden',
      'name=hidden',
      `assignedTo=${foreign.customer}`,
      `managedBy=${foreign.reseller}`,
      `site=${foreign.site}`,
      `profile=${foreign.profile}`,
    ];
    if (nextCursor !== null) queries.push(`sort=name&cursor=${encodeURIComponent(nextCursor)}`);
    for (const [role, api] of callers) {
      for (const query of queries) {
        const { status, text } = await api.request(`/api/v1/devices?limit=200&${query}`);
        expect([role, query, status, HIDDEN.test(text)]).toEqual([role, query, 200, false]);
      }
    }
  });

  it('by the rows of a file, or its error list: what is not seen is unknown (IMP-02a, IMP-07)', async () => {
    const rows = (customer: string, site: string, device: string) =>
      csvOf([
        { name: 'Asked', mac: macOf(51, 1), customer, site },
        { action: 'Remove', name: device },
      ]);
    for (const role of ['reseller-admin', 'customer-admin']) {
      const api = callers.get(role);
      if (!api) throw new Error(`Nobody is ${role}.`);
      const codes = async (file: string): Promise<string[]> => {
        const { id } = await api.import(file);
        const errors = (await api.download(`/api/v1/imports/${id}/errors?format=csv`)).toString();
        expect(errors).not.toMatch(/in use|Harbour/);
        return (await api.all<RowView>(`/api/v1/imports/${id}/rows`)).map(({ reasons }) => reasons.map(({ code }) => code).join());
      };
      expect(await codes(rows('Quay Hotel', 'Hidden site', 'Hidden phone'))).toEqual(await codes(rows('Nobody', 'Nowhere', 'Nothing')));
    }
  });

  it('by the stream of notifications (NTF-01)', async () => {
    const stop = new AbortController();
    const own = callers.get('reseller-admin');
    const told = await own?.notifications({ signal: stop.signal });
    const { id: theirs } = await harbour.import(csvOf([{ name: 'Hidden later', mac: macOf(52, 1) }]));
    const mine = await own?.accepted(csvOf([{ name: 'Mine', mac: macOf(52, 2) }]));
    for await (const { data } of told ?? []) {
      expect(data.importId).not.toBe(theirs);
      if (data.importId === mine) break;
    }
    stop.abort();
  });
});
