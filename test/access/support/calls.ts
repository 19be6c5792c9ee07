import { namedId } from '@ringfleet/kernel';

/** The records of a tenant whom the callers must not learn of, by kind. */
export type Kind =
  | 'account'
  | 'batch'
  | 'customer'
  | 'device'
  | 'export'
  | 'field'
  | 'import'
  | 'key'
  | 'notification'
  | 'profile'
  | 'reseller'
  | 'site'
  | 'user';

/** How a route is called on somebody else's records, or why it cannot be. */
export type Call =
  | { readonly on: Kind; readonly body?: object }
  | { readonly lists: Kind | 'all'; readonly query?: string }
  /** It names other records in what it is sent. */
  | { readonly names: Kind; readonly query?: (id: string) => string; readonly body?: (id: string) => object }
  | { readonly never: string };

const OWN = { never: "the caller's own alone; it names no record" } as const;
const OF_ALL = { never: 'the same for every tenant' } as const;
const NOBODYS = '019aa5a0-0000-7000-8000-000000000002';

/** What each tree record is read, changed and deleted by. */
const crud = (path: string, on: Kind, body: object = { name: 'Changed' }): Record<string, Call> => ({
  [`GET /api/v1/${path}`]: { lists: on },
  [`GET /api/v1/${path}/:id`]: { on },
  [`PATCH /api/v1/${path}/:id`]: { on, body },
  [`DELETE /api/v1/${path}/:id`]: { on },
});

/** Every route there is; the test fails for one that is not here. */
export const CALLS: Readonly<Record<string, Call>> = {
  ...crud('resellers', 'reseller'),
  ...crud('customers', 'customer'),
  ...crud('sites', 'site'),
  ...crud('accounts', 'account', { displayName: 'Changed' }),
  ...crud('users', 'user'),
  'POST /api/v1/resellers': { never: 'the administrator alone makes resellers' },
  'POST /api/v1/customers': { names: 'reseller', body: (resellerId) => ({ name: 'New', resellerId }) },
  'POST /api/v1/sites': { names: 'customer', body: (customerId) => ({ name: 'New', customerId }) },
  'POST /api/v1/accounts': {
    names: 'customer',
    body: (customerId) => ({ number: '99999', customerId, sipUsername: 'new-one', kind: 'phone-terminal' }),
  },
  'POST /api/v1/users': { names: 'customer', body: (customerId) => ({ name: 'newcomer', role: 'customer-admin', customerId }) },
  'POST /api/v1/users/:id/password-link': { on: 'user', body: {} },
  'DELETE /api/v1/users/:id/second-factor': { on: 'user' },
  'GET /api/v1/service-keys': { lists: 'key' },
  'GET /api/v1/service-keys/:id': { on: 'key' },
  'POST /api/v1/service-keys': { names: 'customer', body: (customerId) => ({ name: 'New', role: 'customer-admin', customerId }) },
  'POST /api/v1/service-keys/:id/rotate': { on: 'key', body: {} },
  'DELETE /api/v1/service-keys/:id': { on: 'key' },
  'GET /api/v1/audit': { lists: 'all' },
  'GET /api/v1/me': { lists: 'all' },
  'GET /api/v1/me/preferences': OWN,
  'PUT /api/v1/me/preferences': OWN,
  'PUT /api/v1/me/password': OWN,
  'GET /api/v1/me/second-factor': OWN,
  'POST /api/v1/me/second-factor': OWN,
  'POST /api/v1/me/second-factor/confirm': OWN,
  'POST /api/v1/me/second-factor/remove': OWN,
  'GET /api/v1/provider': OF_ALL,
  'PATCH /api/v1/provider': OF_ALL,
  ...crud('profiles', 'profile'),
  'POST /api/v1/profiles': { names: 'profile', body: (parentId) => ({ name: 'Heir', modelIds: [namedId('model/Cisco 6821')], parentId }) },
  'GET /api/v1/profiles/starters': OF_ALL,
  'GET /api/v1/profiles/:id/uses': { on: 'profile' },
  'GET /api/v1/profiles/:id/versions': { on: 'profile' },
  'GET /api/v1/profiles/:id/versions/:number': { on: 'profile' },
  'POST /api/v1/profiles/:id/versions': { on: 'profile', body: {} },
  'PATCH /api/v1/profiles/:id/versions/:number': { on: 'profile', body: { note: 'Changed' } },
  'DELETE /api/v1/profiles/:id/versions/:number': { on: 'profile' },
  'POST /api/v1/profiles/:id/versions/:number/publish': { on: 'profile' },
  'POST /api/v1/profiles/:id/versions/:number/preview': { on: 'profile', body: {} },
  'GET /api/v1/models': OF_ALL,
  'GET /api/v1/models/:id': OF_ALL,
  'POST /api/v1/models': { never: 'the administrator alone makes models' },
  'PATCH /api/v1/models/:id': { never: 'the administrator alone changes models' },
  'DELETE /api/v1/models/:id': { never: 'the administrator alone deletes models' },
  'GET /api/v1/custom-fields': { lists: 'field' },
  'GET /api/v1/custom-fields/:id': { on: 'field' },
  'POST /api/v1/custom-fields': { never: 'made for the caller itself; it names no record' },
  'PATCH /api/v1/custom-fields/:id': { on: 'field', body: { name: 'Changed' } },
  'DELETE /api/v1/custom-fields/:id': { on: 'field' },
  'GET /api/v1/devices': { lists: 'device', query: 'sort=-createdAt&' },
  'GET /api/v1/devices/:id': { on: 'device' },
  'POST /api/v1/devices': {
    names: 'customer',
    body: (assignedTo) => ({ name: 'New', model: NOBODYS, macAddress: '00:14:20:00:99:99', assignedTo }),
  },
  'POST /api/v1/devices/check': {
    names: 'customer',
    body: (assignedTo) => ({ name: 'New', model: NOBODYS, macAddress: '00:14:20:00:99:99', assignedTo }),
  },
  'POST /api/v1/devices/:id/check': { on: 'device', body: { description: 'Changed' } },
  'PATCH /api/v1/devices/:id': { on: 'device', body: { description: 'Changed' } },
  'DELETE /api/v1/devices/:id': { on: 'device' },
  'POST /api/v1/devices/:id/replace': { on: 'device', body: { macAddress: '00:14:20:00:99:99' } },
  'GET /api/v1/devices/:id/references': { on: 'device' },
  'POST /api/v1/devices/:id/references': { on: 'device', body: { what: 'Contract 4711', blocksDelete: false } },
  'DELETE /api/v1/devices/:id/references/:reference': { on: 'device' },
  'GET /api/v1/devices/:id/history': { on: 'device' },
  'GET /api/v1/devices/:id/status': { on: 'device' },
  'POST /api/v1/device-addresses': { names: 'device', body: (id) => ({ deviceIds: [id] }) },
  'GET /api/v1/devices/:id/provisioning': { on: 'device' },
  'POST /api/v1/devices/:id/provisioning/rotate': { on: 'device', body: {} },
  'GET /api/v1/devices/:id/fetches': { on: 'device' },
  'GET /api/v1/devices/:id/phone-files': { on: 'device' },
  'GET /api/v1/devices/:id/configs': { on: 'device' },
  'GET /api/v1/devices/:id/configs/:config': { on: 'device' },
  'GET /api/v1/devices/:id/phone-files/:name': { on: 'device' },
  'GET /p/:key/:file': { never: 'a phone signs in as its device, and with no token' },
  'PUT /p/:key/:file': { never: 'a phone signs in as its device, and with no token' },
  'POST /api/v1/devices/:id/restart': { on: 'device', body: {} },
  'POST /api/v1/devices/:id/resync': { on: 'device', body: {} },
  'GET /api/v1/device-statuses/stream': { never: 'it does not end; a test of device-control asks for others’' },
  'GET /api/v1/operations': { never: 'without a registrar there is none; a test of device-control lists them' },
  'GET /api/v1/operations/:id': { never: 'without a registrar there is none; a test of device-control asks for others’' },
  'GET /api/v1/operations/:id/devices': { never: 'as the operation itself' },
  'POST /api/v1/operations/:id/cancel': { never: 'as the operation itself' },
  'POST /api/v1/operations': { names: 'device', body: (id) => ({ kind: 'restart', ids: [id] }) },
  'GET /api/v1/devices/:id/lines': { on: 'device' },
  'GET /api/v1/devices/available': { names: 'account', query: (id) => `account=${id}` },
  'PUT /api/v1/devices/:id/lines/:port': { on: 'device', body: { accountId: NOBODYS } },
  'DELETE /api/v1/devices/:id/lines/:port': { on: 'device' },
  'PUT /api/v1/devices/:id/assignment': { on: 'device', body: { customerId: null } },
  'POST /api/v1/device-batches': { names: 'device', body: (id) => ({ select: { ids: [id] }, change: { delete: true } }) },
  'POST /api/v1/device-batches/preview': { names: 'device', body: (id) => ({ select: { ids: [id] }, change: { delete: true } }) },
  'GET /api/v1/device-batches': { lists: 'batch' },
  'GET /api/v1/device-batches/:id': { on: 'batch' },
  'GET /api/v1/device-batches/:id/devices': { on: 'batch' },
  'GET /api/v1/device-batches/:id/failures': { on: 'batch' },
  'POST /api/v1/device-batches/:id/cancel': { on: 'batch', body: {} },
  'GET /api/v1/reports/devices': {
    never: 'it counts what the caller sees; it names no record but to filter by, as the list of devices does, and models and who manages',
  },
  'GET /api/v1/reports/site-inventory.csv': { names: 'site', query: (site) => `site=${site}` },
  'GET /api/v1/reports/line-states': { names: 'site', query: (site) => `site=${site}` },
  'GET /api/v1/reports/line-states.csv': { names: 'site', query: (site) => `site=${site}` },
  'GET /api/v1/access/explain': { names: 'device', query: (id) => `action=device.view&subject=${id}` },
  'POST /api/v1/imports': { never: 'it takes a file; what its rows name has a test of its own below' },
  'GET /api/v1/imports': { lists: 'import' },
  'GET /api/v1/imports/template': OF_ALL,
  'GET /api/v1/imports/:id': { on: 'import' },
  'GET /api/v1/imports/:id/rows': { on: 'import' },
  'GET /api/v1/imports/:id/rejected-rows': { on: 'import' },
  'GET /api/v1/imports/:id/reasons': { on: 'import' },
  'GET /api/v1/imports/:id/header': { on: 'import' },
  'GET /api/v1/imports/:id/errors': { on: 'import' },
  'POST /api/v1/imports/:id/cancel': { on: 'import', body: {} },
  'POST /api/v1/exports': { never: 'it names no record but to filter by, as the list of devices does' },
  'GET /api/v1/exports': { lists: 'export' },
  'GET /api/v1/exports/:id': { on: 'export' },
  'GET /api/v1/exports/:id/download': { on: 'export' },
  'GET /api/v1/exports/:id/file': { on: 'export' },
  'POST /api/v1/exports/:id/cancel': { on: 'export', body: {} },
  'GET /api/v1/notifications': { lists: 'notification' },
  'PATCH /api/v1/notifications/:id': { on: 'notification', body: { read: true } },
  'POST /api/v1/notifications/read-all': OWN,
  'GET /api/v1/notifications/stream': { never: 'it does not end; it has a test of its own below' },
};
