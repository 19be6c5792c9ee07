// Real: inventory with its PostgreSQL, its event log and HTTP. directory, profiles and files are what the test says in their place.
import { newId } from '@ringfleet/kernel';
import {
  accounts,
  ALPINE,
  alpine,
  ANY_VERSION,
  birch,
  type Device,
  type DeviceWorld,
  direct,
  easy,
  HARBOUR,
  harbour,
  NORTH,
  north,
  quay,
  startDeviceWorld,
  told,
} from './support/device-world.js';
import { deviceEvents } from './support/inventory.js';

let world: DeviceWorld;

beforeAll(async () => {
  world = await startDeviceWorld();
});
afterAll(() => world.service.stop());

const withIfMatch = (id: string, ifMatch: string | undefined, changes: object) =>
  world.service.request<Device>(`/api/v1/devices/${id}`, { method: 'PATCH', body: changes, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });

describe('a change of a device', () => {
  it('sets any fields in one step; history and event say who, from where, what from and what to (INV-14)', async () => {
    const { models, sites, profiles } = world;
    const { id, name } = await world.add({ managedBy: north.id });
    const changes = {
      name: 'Renamed',
      model: models.cisco8851,
      macAddress: '00-14-20-AA-00-01',
      assignedTo: alpine.id,
      site: sites.lobby,
      profile: profiles.norths,
      inventoryId: 'INV-1',
      description: 'New',
      customerOwned: true,
    };
    const { status, headers, body } = await world.patch(id, changes, { ...NORTH, clientId: 'console' });
    expect([status, headers.get('etag'), body.cleared]).toEqual([200, '"2"', []]);
    expect(body).toMatchObject({ name: 'Renamed', macAddress: '00:14:20:AA:00:01', totalPorts: 10, site: { name: 'Lobby' }, customerOwned: true, version: 2 });
    const { items } = (await world.get<{ items: { changes: { field: string; from: unknown; to: unknown }[] }[] }>(`devices/${id}/history`)).body;
    expect(items[0]).toMatchObject({ kind: 'changed', source: 'console', by: { id: NORTH.id } });
    expect(items[0]?.changes.map(({ field }) => field).toSorted()).toEqual(
      ['assignedTo', 'customerOwned', 'description', 'inventoryId', 'macAddress', 'model', 'name', 'profile', 'site'].toSorted(),
    );
    expect(items[0]?.changes).toContainEqual({ field: 'name', from: name, to: 'Renamed' });
    const event = (await deviceEvents(world.service)).findLast(({ key }) => key === id);
    expect([event?.sequence, event?.message?.name, event?.message?.change?.source.case]).toEqual([2, 'Renamed', 'console']);
  });

  it('is sent with the version that was read (INV-15)', async () => {
    const { id } = await world.add();
    const statuses = [];
    for (const ifMatch of [undefined, '"2"', '"1"', '"1"']) statuses.push((await withIfMatch(id, ifMatch, { description: `${statuses.length}` })).status);
    expect(statuses).toEqual([428, 412, 200, 412]);
    expect(await world.read(id)).toMatchObject({ description: '2', version: 2 });
  });

  it('is none where it says what is so: a device can be sent back as it was read (INV-14)', async () => {
    const { id } = await world.add({ sharedWithResellers: true, assignedTo: alpine.id, profile: world.profiles.secret, customerOwned: false });
    for (const as of [undefined, NORTH, ALPINE]) {
      const { model, managedBy, assignedTo, site, profile, macAddress, name, description, inventoryId, sharedWithResellers, customerOwned } = await world.read(
        id,
        as,
      );
      const said = { model, managedBy, assignedTo, site, profile, macAddress, name, description, inventoryId, sharedWithResellers, customerOwned };
      expect(await world.patch(id, said, as)).toMatchObject({ status: 200, body: { version: 1 } });
    }
    expect(await world.read(id)).toMatchObject({ profile: { id: world.profiles.secret } });
  });

  it('is refused as a whole, each field with its reason (INV-02, INV-03, INV-06, DIR-05, DIR-07, PRV-01)', async () => {
    const { models, sites, profiles } = world;
    const other = await world.add();
    const { id } = await world.add({ assignedTo: direct.id, site: sites.refinery, profile: profiles.standard });
    const cases = [
      [{ name: other.name.toUpperCase() }, '409 name name_not_unique'],
      [{ macAddress: other['macAddress'] }, '409 macAddress mac_not_unique'],
      [{ macAddress: null }, '422 macAddress missing_value'],
      [{ model: models.t54w }, '422 site model_not_approved_on_site profile profile_of_another_model'],
      [{ model: newId() }, '422 model unknown_model'],
      [{ assignedTo: easy.id }, '422 assignedTo customer_view_only'],
      [{ assignedTo: quay.id }, '422 assignedTo customer_of_another_reseller'],
      [{ site: sites.office }, '422 site unknown_site'],
      [{ assignedTo: null, site: sites.office }, '422 assignedTo missing_value'],
      [{ profile: profiles.norths }, '422 profile profile_not_usable'],
      [{ managedBy: newId() }, '422 managedBy unknown_reseller'],
      [{ inventoryId: 'x'.repeat(65) }, '400 inventoryId value_too_long'],
      [{ description: 'Not this', name: other.name, profile: newId() }, '422 name name_not_unique profile unknown_profile'],
    ] as const;
    for (const [changes, expected] of cases) expect([changes, told(await world.patch(id, changes))]).toEqual([changes, expected]);
    expect(await world.read(id)).toMatchObject({ version: 1 });
  });

  it('leaves a customer that may no longer be given devices its devices (DIR-05)', async () => {
    const { id } = await world.add({ managedBy: north.id, assignedTo: birch.id });
    world.newer.push({ ...birch, tenant: easy.tenant });
    expect(await world.patch(id, { description: 'Still theirs' })).toMatchObject({ status: 200 });
    world.newer.splice(0);
  });
});

describe('another manager', () => {
  it('clears assignment and site, and a profile that is no longer usable, and says so (INV-04, PRV-01)', async () => {
    const { sites, profiles } = world;
    const { id } = await world.add({ managedBy: north.id, assignedTo: alpine.id, site: sites.office, profile: profiles.norths }, NORTH);
    const { body } = await world.patch(id, { managedBy: harbour.id });
    expect(body).toMatchObject({ managedBy: { id: harbour.id }, assignedTo: null, site: null, profile: null, cleared: ['assignedTo', 'site', 'profile'] });
    expect((await world.get(`devices/${id}`, NORTH)).status).toBe(404);
    const kept = await world.add({ managedBy: north.id, profile: profiles.standard });
    expect((await world.patch(kept.id, { managedBy: null })).body).toMatchObject({ managedBy: null, profile: { id: profiles.standard }, cleared: [] });
  });

  it('gives it to a customer of its own in the same request (INV-04, INV-06)', async () => {
    const { id } = await world.add({ managedBy: north.id, assignedTo: alpine.id });
    expect(told(await world.patch(id, { managedBy: harbour.id, assignedTo: birch.id }))).toBe('422 assignedTo customer_of_another_reseller');
    expect((await world.patch(id, { managedBy: harbour.id, assignedTo: quay.id })).body).toMatchObject({ assignedTo: { id: quay.id }, cleared: [] });
  });

  it('is refused while a port is used, the device is shared, or it is a customer’s own (INV-04, INV-05, INV-08a)', async () => {
    const used = await world.add({ managedBy: north.id, line: { port: 0, accountId: accounts.alpine.id } });
    expect(told(await world.patch(used.id, { managedBy: harbour.id }))).toBe('409 managedBy port_in_use');
    const shared = await world.add({ sharedWithResellers: true });
    expect(told(await world.patch(shared.id, { managedBy: north.id }))).toBe('422 managedBy shared_and_managed');
    expect((await world.patch(shared.id, { managedBy: north.id, sharedWithResellers: false })).status).toBe(200);
    const owned = await world.add({ managedBy: north.id, assignedTo: alpine.id, customerOwned: true });
    expect(told(await world.patch(owned.id, { managedBy: harbour.id }))).toBe('409 customerOwned customer_owned');
    expect((await world.patch(owned.id, { managedBy: harbour.id, customerOwned: false })).body).toMatchObject({ assignedTo: null, customerOwned: false });
  });
});

describe('another customer', () => {
  it('is refused while a port is used; it clears the site (INV-06)', async () => {
    const { sites } = world;
    const { id } = await world.add({ managedBy: north.id, assignedTo: alpine.id, site: sites.office, line: { port: 0, accountId: accounts.alpine.id } });
    for (const assignedTo of [birch.id, null]) expect(told(await world.patch(id, { assignedTo }))).toBe('409 assignedTo port_in_use');
    await world.service.request(`/api/v1/devices/${id}/lines/0`, { method: 'DELETE', headers: ANY_VERSION });
    expect((await world.patch(id, { assignedTo: birch.id })).body).toMatchObject({ assignedTo: { id: birch.id }, site: null, cleared: ['site'] });
  });

  it('needs the mark of the one before cleared in the same request (INV-08a)', async () => {
    const { id } = await world.add({ managedBy: north.id, assignedTo: alpine.id, customerOwned: true });
    for (const changes of [{ assignedTo: birch.id }, { assignedTo: null }]) {
      expect(told(await world.patch(id, changes))).toBe('409 customerOwned customer_owned');
    }
    expect((await world.patch(id, { assignedTo: null, customerOwned: false })).status).toBe(200);
    expect(told(await world.patch(id, { customerOwned: true }))).toBe('422 assignedTo missing_value');
    expect((await world.patch(id, { assignedTo: birch.id, customerOwned: true })).body).toMatchObject({ customerOwned: true });
  });
});

describe('a shared device', () => {
  it('is taken, set up and released by a reseller, whose other fields are the provider’s (INV-05)', async () => {
    const { sites, profiles } = world;
    const { id } = await world.add({ sharedWithResellers: true });
    expect(told(await world.patch(id, { description: 'Mine' }, NORTH))).toBe('403 description not_permitted');
    expect(told(await world.patch(id, { assignedTo: quay.id }, NORTH))).toBe('422 assignedTo unknown_customer');
    expect((await world.patch(id, { assignedTo: alpine.id, site: sites.office, description: 'Mine' }, NORTH)).status).toBe(200);
    expect((await world.get(`devices/${id}`, HARBOUR)).status).toBe(404);
    expect((await world.patch(id, { profile: profiles.standard, description: 'Ours' }, NORTH)).status).toBe(200);
    for (const [field, value] of Object.entries({
      name: 'Other',
      model: world.models.cisco8851,
      macAddress: '00:14:20:BB:00:01',
      managedBy: north.id,
      sharedWithResellers: false,
      inventoryId: 'X',
      customerOwned: true,
      retired: true,
    })) {
      expect(told(await world.patch(id, { [field]: value }, NORTH))).toBe(`403 ${field} not_permitted`);
    }
    expect(told(await world.remove(id, NORTH))).toBe('403 name not_permitted');
    expect(told(await world.patch(id, { sharedWithResellers: false }))).toBe('409 sharedWithResellers shared_in_use');
    expect((await world.patch(id, { assignedTo: null }, NORTH)).body).toMatchObject({ assignedTo: null, site: null });
    expect((await world.get(`devices/${id}`, HARBOUR)).status).toBe(200);
    expect((await world.patch(id, { sharedWithResellers: false })).status).toBe(200);
  });
});

describe('the life of a device', () => {
  it('ends where it is retired by hand: never offered or assigned, its name and MAC address stay taken (INV-17)', async () => {
    const { id, name } = await world.add({ managedBy: north.id });
    expect((await world.patch(id, { retired: true }, NORTH)).body).toMatchObject({ state: 'retired' });
    expect(told(await world.patch(id, { assignedTo: alpine.id }))).toBe('422 assignedTo device_retired');
    const { items } = (await world.get<{ items: { id: string }[] }>(`devices/available?limit=200&account=${accounts.alpine.id}`)).body;
    expect(items.map((item) => item.id)).not.toContain(id);
    expect(told(await world.post({ ...world.fresh(), name }))).toBe('409 name name_not_unique');
    expect((await world.patch(id, { retired: false, assignedTo: alpine.id })).body).toMatchObject({ state: 'assigned' });
  });

  it('does not end while a port is used (INV-17)', async () => {
    const { id } = await world.add({ managedBy: north.id, line: { port: 0, accountId: accounts.alpine.id } });
    expect(told(await world.patch(id, { retired: true }))).toBe('409 retired port_in_use');
    expect(told(await world.remove(id))).toBe('409 name port_in_use');
  });

  it('goes on in another phone: MAC address and model change, lines, profile and assignment stay (INV-08b)', async () => {
    const { models, profiles } = world;
    const { id } = await world.add({
      managedBy: north.id,
      profile: profiles.standard,
      model: models.cisco8851,
      line: { port: 3, accountId: accounts.alpine.id },
    });
    const replace = (body: object, ifMatch = '"1"') =>
      world.service.request<Device>(`/api/v1/devices/${id}/replace`, { method: 'POST', body, as: NORTH, headers: { 'if-match': ifMatch } });
    const small = await replace({ macAddress: '00:14:20:CC:00:01', model: models.cisco6821 });
    expect([small.status, small.body]).toMatchObject([409, { code: 'port_in_use' }]);
    const { status, body } = await replace({ macAddress: '00:14:20:CC:00:01', inventoryId: 'NEW' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      macAddress: '00:14:20:CC:00:01',
      inventoryId: 'NEW',
      profile: { id: profiles.standard },
      assignedTo: { id: alpine.id },
      freePorts: 9,
    });
    expect((await world.get<{ items: object[] }>(`devices/${id}/history`)).body.items).toHaveLength(2);
  });

  it('is over where it is deleted: its name is free, its history and its last event say so (INV-09, EVT-01)', async () => {
    const { id, name } = await world.add({ managedBy: north.id });
    expect((await world.service.request(`/api/v1/devices/${id}`, { method: 'DELETE' })).status).toBe(428);
    expect((await world.remove(id, NORTH)).status).toBe(204);
    expect((await world.get(`devices/${id}`)).status).toBe(404);
    expect((await world.service.request(`/api/v1/devices/${id}`, { method: 'DELETE', headers: { 'if-match': '*' } })).status).toBe(404);
    const [last] = (await world.get<{ items: object[] }>(`devices/${id}/history`)).body.items;
    expect(last).toMatchObject({ kind: 'deleted', source: 'api', by: { id: NORTH.id } });
    expect((await deviceEvents(world.service)).filter(({ key }) => key === id).map(({ message }) => message?.deleted)).toEqual([false, true, undefined]);
    expect((await world.post({ ...world.fresh(), name })).status).toBe(201);
  });
});

describe('a customer', () => {
  it('sets description and site of its devices, and removes those that it added (DIR-02a)', async () => {
    const { sites } = world;
    const given = await world.add({ managedBy: north.id, assignedTo: alpine.id });
    expect((await world.patch(given.id, { description: 'Ours', site: sites.lobby }, ALPINE)).status).toBe(200);
    for (const changes of [{ name: 'Ours' }, { assignedTo: null }, { macAddress: null }, { profile: null, customerOwned: true }, { retired: true }]) {
      const answer = await world.patch(given.id, changes, ALPINE);
      const real = Object.keys(changes).filter((field) => field !== 'profile');
      expect(told(answer)).toBe(`403 ${real.map((field) => `${field} not_permitted`).join(' ')}`);
    }
    expect(told(await world.remove(given.id, ALPINE))).toBe('403 name not_permitted');
    const own = await world.add({}, ALPINE);
    expect((await world.remove(own.id, ALPINE)).status).toBe(204);
    const theirs = await world.add({ managedBy: north.id, assignedTo: birch.id });
    expect((await world.patch(theirs.id, { description: 'Ours' }, ALPINE)).status).toBe(404);
    expect((await world.patch(given.id, { description: 'Mine' }, { ...ALPINE, id: newId(), role: 'customer-user' })).status).toBe(403);
  });
});
