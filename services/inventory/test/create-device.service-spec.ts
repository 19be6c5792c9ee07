// Real: inventory with its PostgreSQL, its event log and HTTP. directory, profiles and files are what the test says in their place.
import { newId } from '@ringfleet/kernel';
import { accounts, ALPINE, alpine, direct, easy, type DeviceWorld, HARBOUR, NORTH, north, quay, startDeviceWorld, told } from './support/device-world.js';
import { deviceEvents } from './support/inventory.js';

let world: DeviceWorld;

beforeAll(async () => {
  world = await startDeviceWorld();
});
afterAll(() => world.service.stop());

describe('a device that is added over the API', () => {
  it('has every field that was given, without outer blanks, an address and an ETag (INV-11, INV-15, IMP-05a)', async () => {
    const { models, sites, profiles } = world;
    const body = world.fresh({
      macAddress: '00:14:20:0A:0B:0C',
      managedBy: north.id,
      assignedTo: alpine.id,
      profile: profiles.standard,
      site: sites.office,
      inventoryId: ' INV-7 ',
      description: '\u00a0At the desk \n',
      customerOwned: true,
    });
    const { status, headers, body: device } = await world.post(body);
    expect(status).toBe(201);
    expect(device).toMatchObject({
      ...body,
      model: { id: models.cisco6821, name: 'Cisco 6821', vendor: 'Cisco' },
      managedBy: { id: north.id, name: 'North Telecom' },
      assignedTo: { id: alpine.id },
      profile: { id: profiles.standard },
      site: { id: sites.office },
      inventoryId: 'INV-7',
      description: 'At the desk',
      state: 'assigned',
      freePorts: 2,
      version: 1,
    });
    expect([headers.get('location'), headers.get('etag')]).toEqual([`/api/v1/devices/${device.id}`, '"1"']);
    const again = await world.service.request<object>(`/api/v1/devices/${device.id}`);
    expect([again.headers.get('etag'), again.body]).toEqual(['"1"', device]);
  });

  it('has its account on a port in the same step, and is then its customer’s (INV-11, INV-07)', async () => {
    const { id, version } = await world.add({ managedBy: north.id, line: { port: 1, accountId: accounts.alpine.id } });
    expect(await world.read(id)).toMatchObject({ assignedTo: { id: alpine.id }, freePorts: 1, state: 'inService', version });
    expect(version).toBe(1);
    const { body } = await world.service.request<{ items: { account: object | null }[] }>(`/api/v1/devices/${id}/lines`);
    expect(body.items.map(({ account }) => account)).toMatchObject([null, { id: accounts.alpine.id }]);
    const events = (await deviceEvents(world.service)).filter(({ key }) => key === id);
    expect(events.map(({ sequence, message }) => [sequence, message?.freePorts, message?.customerId])).toEqual([[1, 1, alpine.id]]);
  });

  it.each([
    [{ port: 2, accountId: accounts.direct.id }, '422 line.port no_such_port'],
    [{ port: 0, accountId: accounts.alpine.id }, '422 line.accountId customer_of_another_reseller'],
    [{ port: 0, accountId: accounts.easy.id }, '422 line.accountId customer_view_only'],
    [{ port: 0, accountId: newId() }, '422 line.accountId unknown_account'],
  ])('is not added where its account cannot sit on the port (%j, INV-11)', async (line, expected) => {
    const body = world.fresh({ line });
    expect(told(await world.post(body))).toBe(expected);
    expect(told(await world.post({ ...body, line: undefined }))).toBe('201');
  });

  it('names who added it and from where, in its history and its event (INV-14)', async () => {
    const somebody = { id: newId(), name: 'Somebody' };
    const key = await world.add({}, somebody);
    const person = await world.add({}, { ...somebody, clientId: 'console' });
    for (const [device, source] of [
      [key, 'api'],
      [person, 'console'],
    ] as const) {
      const { body } = await world.get<{ items: object[] }>(`devices/${device.id}/history`);
      expect(body.items).toMatchObject([{ kind: 'created', source, by: { id: somebody.id, name: 'Somebody' }, importId: null }]);
      const [event] = (await deviceEvents(world.service)).filter(({ key: id }) => id === device.id);
      expect(event?.message?.change?.source.case).toBe(source);
    }
  });

  it('is one device where the request comes twice under a key (design.md §7)', async () => {
    const headers = { 'idempotency-key': newId() };
    const administrator = { id: newId() };
    const body = world.fresh();
    const once = await world.post(body, administrator, headers);
    const twice = await world.post(body, administrator, headers);
    expect([once.status, twice.status, twice.body]).toEqual([201, 201, once.body]);
    expect(twice.headers.get('location')).toBe(`/api/v1/devices/${once.body.id}`);
    const other = await world.post(world.fresh(), administrator, headers);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });
});

describe('a device is not added', () => {
  it('where fields do not fit: each is named with its reason (INV-02, INV-03, INV-06, DIR-05, DIR-07, PRV-01)', async () => {
    const { sites, profiles, models } = world;
    const cases: readonly (readonly [object, string])[] = [
      [{ macAddress: '01:14:20:00:00:01' }, '422 macAddress bad_mac'],
      [{ macAddress: null }, '422 macAddress missing_value'],
      [{ model: newId() }, '422 model unknown_model'],
      [{ managedBy: newId() }, '422 managedBy unknown_reseller'],
      [{ assignedTo: newId() }, '422 assignedTo unknown_customer'],
      [{ assignedTo: alpine.id }, '422 assignedTo customer_of_another_reseller'],
      [{ assignedTo: easy.id }, '422 assignedTo customer_view_only'],
      [{ assignedTo: direct.id, site: sites.office }, '422 site unknown_site'],
      [{ assignedTo: direct.id, site: sites.refinery, model: models.t54w }, '422 site model_not_approved_on_site'],
      [{ site: sites.refinery }, '422 assignedTo missing_value'],
      [{ profile: newId() }, '422 profile unknown_profile'],
      [{ profile: profiles.ofT54w }, '422 profile profile_of_another_model'],
      [{ profile: profiles.secret, managedBy: north.id }, '422 profile profile_not_usable'],
      [{ sharedWithResellers: true, managedBy: north.id }, '422 sharedWithResellers shared_and_managed'],
      [{ customerOwned: true }, '422 assignedTo missing_value'],
      [{ description: 'x'.repeat(256) }, '422 description value_too_long'],
      [{ description: '\ud800' }, '400 description bad_text'],
      [{ asciiKey: 'key\ud800' }, '400 asciiKey bad_text'],
      [{ macAddress: 'none', assignedTo: newId(), profile: newId() }, '422 macAddress bad_mac profile unknown_profile assignedTo unknown_customer'],
    ];
    for (const [fields, expected] of cases) expect([fields, told(await world.post(world.fresh(fields)))]).toEqual([fields, expected]);
  });

  it('where its name or MAC address is in use; who has it is named to those who may know (INV-02, INV-03, IMP-07)', async () => {
    const { name, id } = await world.add({ managedBy: north.id });
    const { macAddress } = await world.read(id);
    const same = { name: ` ${name.toUpperCase()} `, macAddress };
    for (const [as, isKnown] of [
      [undefined, true],
      [NORTH, true],
      [HARBOUR, false],
    ] as const) {
      const answer = await world.post(world.fresh(same), as);
      expect(told(answer)).toBe('409 name name_not_unique macAddress mac_not_unique');
      const messages = (answer.body.errors ?? []).map(({ message }) => message);
      expect(messages.map((message) => message.includes(`"${name}"`))).toEqual([isKnown, isKnown]);
    }
    const unlike = await world.post(world.fresh({ name }));
    expect(unlike.body.errors?.map(({ message }) => message)).toEqual([`The device "${name}" is there already; choose another name.`]);
    const just = await world.post({ ...world.fresh(), name, macAddress, managedBy: north.id });
    expect(told(just)).toBe('409 name name_not_unique macAddress mac_not_unique');
  });

  it('by whom may not: a reseller adds for itself and its customers, a customer its own (DIR-02a, DIR-03, IMP-02b)', async () => {
    const cases = [
      [{ managedBy: null }, NORTH, '403 managedBy not_permitted'],
      [{ managedBy: north.id }, HARBOUR, '422 managedBy unknown_reseller'],
      [{ assignedTo: quay.id }, NORTH, '422 assignedTo unknown_customer'],
      [{ sharedWithResellers: true }, NORTH, '422 sharedWithResellers shared_and_managed'],
      [{ sharedWithResellers: true }, ALPINE, '403 sharedWithResellers not_permitted'],
      [{ customerOwned: false }, ALPINE, '403 customerOwned not_permitted'],
      [{ profile: world.profiles.standard }, ALPINE, '422 profile profile_not_usable'],
      [{}, { ...ALPINE, id: newId(), role: 'customer-user' }, '403'],
    ] as const;
    for (const [fields, as, expected] of cases) expect([fields, told(await world.post(world.fresh(fields), as))]).toEqual([fields, expected]);
    expect(await world.add({ assignedTo: alpine.id }, NORTH)).toMatchObject({ managedBy: { id: north.id }, customerOwned: false });
    expect(await world.add({}, ALPINE)).toMatchObject({ managedBy: { id: north.id }, assignedTo: { id: alpine.id }, customerOwned: true });
  });

  it('where the request is none: what is unknown or of another kind is named (400)', async () => {
    const answer = await world.post({ ...world.fresh(), model: 'Cisco 6821', colour: 'red', customerOwned: 'Y' });
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect((answer.body.errors ?? []).map(({ field }) => String(field)).toSorted()).toEqual(['colour', 'customerOwned', 'model']);
  });
});
