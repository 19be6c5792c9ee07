// Real: inventory with its PostgreSQL, its event log and HTTP. directory, profiles and files are what the test says in their place.
import { topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { type Batches, batchesOf } from './support/batches.js';
import {
  accounts,
  ALPINE,
  alpine,
  birch,
  type DeviceWorld,
  direct,
  easy,
  HARBOUR,
  NORTH,
  north,
  quay,
  startDeviceWorld,
  told,
} from './support/device-world.js';
import { deviceEvents } from './support/inventory.js';

let world: DeviceWorld;
let batches: Batches;

beforeAll(async () => {
  world = await startDeviceWorld();
  batches = batchesOf(world.service);
});

afterAll(() => world.service.stop());

const ofNorth = (ids: readonly string[]): object => ({ ids, managedBy: north.id });
const addMany = async (count: number, more: object = {}): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push((await world.add(more)).id);
  return ids;
};

describe('a batch', () => {
  it('assigns, marks as customer-owned and sets a profile per device model, all in one change per device (INV-12, INV-08a, EVT-01)', async () => {
    const { models, profiles } = world;
    const cisco = await world.add({ managedBy: north.id });
    const yealink = await world.add({ managedBy: north.id, model: models.t54w });
    const change = { assignTo: alpine.id, customerOwned: true, profiles: { [models.cisco6821]: profiles.standard, [models.t54w]: profiles.ofT54w } };
    const { status, body, headers } = await batches.start({ select: ofNorth([cisco.id, yealink.id]), change });
    expect([status, headers.get('location')]).toEqual([202, `/api/v1/device-batches/${body.id}`]);
    expect(await batches.ended(body.id)).toMatchObject({
      state: 'completed',
      counts: { devices: 2, applied: 2, unchanged: 0, refused: 0, notReached: 0 },
      change,
    });
    for (const [id, profile] of [
      [cisco.id, profiles.standard],
      [yealink.id, profiles.ofT54w],
    ] as const) {
      expect(await world.read(id)).toMatchObject({ version: 2, assignedTo: { id: alpine.id }, customerOwned: true, profile: { id: profile } });
      const { items } = (await world.get<{ items: readonly object[] }>(`devices/${id}/history`)).body;
      expect(items[0]).toMatchObject({ kind: 'changed', source: 'batch', batchId: body.id, importId: null });
      const [, event] = (await deviceEvents(world.service)).filter(({ key }) => key === id);
      expect(event).toMatchObject({
        sequence: 2,
        message: { change: { fields: ['assignedTo', 'profile', 'customerOwned'], source: { case: 'batch', value: { batchId: body.id } } } },
      });
    }
    const said = (await world.service.records(topics.batches)).filter(({ key }) => key === body.id);
    expect(said.map(({ sequence, message }) => [sequence, message?.event])).toMatchObject([
      [1, { case: 'accepted', value: { devices: 2 } }],
      [2, { case: 'finished', value: { counts: { applied: 2, refused: 0 }, cancelled: false } }],
    ]);
  });

  it('gives each device its own outcome; what is refused of one field leaves all of the device as it was, and the others are changed (INV-12, INV-06)', async () => {
    const { models, profiles } = world;
    const fine = await world.add({ managedBy: north.id });
    const used = await world.add({ managedBy: north.id, assignedTo: birch.id });
    expect(await world.take(used.id, 0, accounts.birch)).toEqual([200, undefined]);
    const already = await world.add({ managedBy: north.id, assignedTo: alpine.id, profile: profiles.standard });
    const nobodys = newId();
    const select = ofNorth([fine.id, used.id, already.id, nobodys]);
    const done = await batches.run({ select, change: { assignTo: alpine.id, profiles: { [models.cisco6821]: profiles.standard } } });
    expect(done.counts).toEqual({ devices: 4, applied: 1, unchanged: 1, refused: 2, notReached: 0 });
    expect(await batches.outcomes(done.id)).toEqual({
      [fine.id]: 'applied',
      [used.id]: 'port_in_use',
      [already.id]: 'unchanged',
      [nobodys]: 'device_not_found',
    });
    const refused = await batches.devices(done.id, 'outcome=refused&limit=1');
    expect(Object.fromEntries(refused.map(({ id, name }) => [id, name]))).toEqual({ [used.id]: used.name, [nobodys]: '' });
    expect(await world.read(used.id)).toMatchObject({ assignedTo: { id: birch.id }, profile: null });
  });

  it.each(['csv', 'xlsx'])('has its failures as a %s file, once it is over, for who may see it (INV-12, DIR-03)', async (format) => {
    const [fine, owned, nobodys] = [await world.add({ managedBy: north.id }), await world.add({ managedBy: north.id, assignedTo: birch.id }), newId()];
    expect(await world.take(owned.id, 0, accounts.birch)).toEqual([200, undefined]);
    const { id } = await batches.run({ select: ofNorth([fine.id, owned.id, nobodys]), change: { assignTo: alpine.id } });
    const refused = await batches.devices(id, 'outcome=refused');
    const rows = await batches.failures(id, format);
    expect(rows).toEqual([
      ['Name', 'Record', 'Codes', 'Reasons'],
      ...refused.map(({ id: device, name, reasons: [reason] }) => [name, device, reason?.code, reason?.message]),
    ]);
    expect(new Set(rows.map(([, , codes]) => codes))).toEqual(new Set(['Codes', 'port_in_use', 'device_not_found']));
    for (const unseen of [id, newId()]) expect((await world.get(`device-batches/${unseen}/failures?format=${format}`, NORTH)).status).toBe(404);
  });

  it('deletes, whoever manages the devices; those with a used port stay (INV-12, INV-09)', async () => {
    const [one, another] = [(await world.add({ managedBy: north.id })).id, (await world.add()).id];
    const used = (await world.add({ assignedTo: direct.id })).id;
    expect(await world.take(used, 0, accounts.direct)).toEqual([200, undefined]);
    const done = await batches.run({ select: { ids: [one, another, used] }, change: { delete: true } });
    expect(await batches.outcomes(done.id)).toEqual({ [one]: 'applied', [another]: 'applied', [used]: 'port_in_use' });
    const said = (await world.service.records(topics.batches)).filter(({ key }) => key === done.id);
    expect(said.at(-1)?.message?.event).toMatchObject({ case: 'finished', value: { counts: { applied: 2, refused: 1 }, deletion: true } });
    expect((await world.get(`devices/${one}`)).status).toBe(404);
    const { items } = (await world.get<{ items: readonly object[] }>(`devices/${one}/history`)).body;
    expect(items[0]).toMatchObject({ kind: 'deleted', source: 'batch', batchId: done.id });
  });

  it('is refused where no device could be changed so (INV-12, INV-08a)', async () => {
    const { models, profiles } = world;
    const mine = (await world.add({ managedBy: north.id, model: models.t54w })).id;
    const other = (await world.add()).id;
    const cases = [
      [{ ids: [mine] }, { assignTo: alpine.id }, '422 select.managedBy missing_value'],
      [{ filter: { q: 'Device' }, expectedCount: 1 }, { assignTo: alpine.id }, '422 select.managedBy missing_value'],
      [ofNorth([mine, other]), { assignTo: alpine.id }, '422 select.managedBy managed_by_differs'],
      [ofNorth([mine]), { customerOwned: true }, '422 change.assignTo missing_value'],
      [ofNorth([mine]), {}, '422 change missing_value'],
      [ofNorth([mine]), { delete: true, assignTo: null }, '400 change.delete bad_value'],
      [ofNorth([mine]), { profiles: { [models.cisco6821]: profiles.standard } }, '422 change.profiles profile_missing'],
      [ofNorth([newId()]), { assignTo: null }, '422 select nothing_selected'],
      [{ ids: [mine], filter: {} }, { delete: true }, '400 select bad_value'],
      [{ filter: { managedBy: north.id } }, { delete: true }, '422 select.expectedCount missing_value'],
      [{ filter: { managedBy: 'us' }, expectedCount: 1 }, { assignTo: null }, '400 select.managedBy bad_value'],
    ] as const;
    for (const [select, change, expected] of cases) expect([select, change, told(await batches.start({ select, change }))]).toEqual([select, change, expected]);
    const nulls: readonly object[] = [
      { select: null, change: null },
      { select: ofNorth([mine]), change: null },
      { select: { filter: null }, change: { delete: true } },
      {},
    ];
    for (const body of nulls) expect([body, (await world.service.request('/api/v1/device-batches', { method: 'POST', body })).status]).toEqual([body, 400]);
    const { body } = await batches.start({ select: ofNorth([mine]), change: { profiles: { [models.cisco6821]: profiles.standard } } });
    expect(body.errors?.[0]?.message).toContain('Yealink SIP-T54W');
  });

  it('of all that match is of those that match at that moment; of another number than was shown it is refused with the number now (INV-12, UI-02c)', async () => {
    const description = 'Of all that match';
    const ids = await addMany(3, { managedBy: north.id, description });
    const select = { filter: { managedBy: north.id, description }, expectedCount: 2 };
    const change = { assignTo: birch.id };
    expect(await batches.start({ select, change })).toMatchObject({ status: 409, body: { code: 'count_changed', count: 3 } });
    const { body } = await batches.start({ select: { ...select, expectedCount: 3 }, change });
    const late = await world.add({ managedBy: north.id, description });
    expect((await batches.ended(body.id)).counts).toMatchObject({ devices: 3, applied: 3 });
    expect(Object.keys(await batches.outcomes(body.id)).toSorted()).toEqual(ids.toSorted());
    expect(await world.read(late.id)).toMatchObject({ assignedTo: null });
  });

  it('is looked at before by the same decisions, and nothing is changed (INV-12)', async () => {
    const { models } = world;
    const select = { filter: { managedBy: north.id, description: 'Looked at' } };
    const [id = ''] = await addMany(2, { managedBy: north.id, description: 'Looked at' });
    await addMany(1, { managedBy: north.id, description: 'Looked at', assignedTo: birch.id, customerOwned: true });
    const ask = { select, change: { assignTo: birch.id } };
    expect(await batches.preview(ask)).toMatchObject({
      status: 200,
      body: { count: 3, judged: 3, models: [{ id: models.cisco6821, name: 'Cisco 6821', devices: 3 }], applied: 2, unchanged: 1, refused: 0, reasons: [] },
    });
    const { body } = await batches.preview({ select, change: { assignTo: quay.id } });
    expect(body).toMatchObject({
      applied: 0,
      refused: 3,
      reasons: [{ code: 'customer_of_another_reseller', devices: 3 }],
    });
    expect((await batches.preview({ select, change: { assignTo: easy.id } })).body).toMatchObject({ refused: 3 });
    expect(await world.read(id)).toMatchObject({ version: 1 });
  });

  it('happens once per Idempotency-Key, and is listed', async () => {
    const ids = await addMany(1, { managedBy: north.id });
    const ask = { select: ofNorth(ids), change: { assignTo: birch.id } };
    const [first, again] = [await batches.start(ask, NORTH, { 'idempotency-key': 'once' }), await batches.start(ask, NORTH, { 'idempotency-key': 'once' })];
    expect(again.body.id).toBe(first.body.id);
    await batches.ended(first.body.id);
    expect((await world.get<{ items: readonly { id: string }[] }>('device-batches', NORTH)).body.items.map(({ id }) => id)).toEqual([first.body.id]);
    expect(await batches.cancel(first.body.id, NORTH)).toMatchObject({ status: 409, body: { code: 'batch_finished' } });
  });

  it('does with shared devices what a reseller may: it takes them for its customers and deletes none (INV-05, DIR-02a)', async () => {
    const shared = (await world.add({ sharedWithResellers: true })).id;
    const taken = await batches.run({ select: { ids: [shared], managedBy: 'administrator' }, change: { assignTo: quay.id } }, HARBOUR);
    expect(taken.counts).toMatchObject({ applied: 1 });
    const kept = await batches.run({ select: { ids: [shared] }, change: { delete: true } }, HARBOUR);
    expect(await batches.outcomes(kept.id)).toEqual({ [shared]: 'not_permitted' });
  });

  it('of another tenant is not there, nor are its devices (DIR-03)', async () => {
    const ids = await addMany(1, { managedBy: north.id });
    const { id } = await batches.run({ select: ofNorth(ids), change: { assignTo: alpine.id } }, NORTH);
    for (const path of ['', '/devices']) expect((await world.get(`device-batches/${id}${path}`, HARBOUR)).status).toBe(404);
    expect((await batches.cancel(id, HARBOUR)).status).toBe(404);
    expect(told(await batches.start({ select: { ids }, change: { delete: true } }, HARBOUR))).toBe('422 select nothing_selected');
    const done = await batches.run({ select: { ids, managedBy: north.id }, change: { assignTo: null } }, ALPINE);
    expect(await batches.outcomes(done.id)).toEqual({ [ids[0] ?? '']: 'not_permitted' });
  });
});
