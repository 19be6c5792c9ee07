// Real: inventory with its PostgreSQL, its event log and HTTP. directory and profiles are what the test says in their place.
import { topics } from '@ringfleet/contracts';
import { alpine, birch, type DeviceWorld, HARBOUR, NORTH, north, quay, startDeviceWorld, told } from './support/device-world.js';
import { macOf } from './support/inventory.js';
import { accountState } from './support/line-world.js';

let world: DeviceWorld;

beforeAll(async () => {
  world = await startDeviceWorld();
});
afterAll(() => world.service.stop());

describe('64 clients at once', () => {
  it('on one port: one sits there, the others are told so (INV-08)', async () => {
    const { id } = await world.add({ managedBy: north.id });
    const wanting = Array.from({ length: 64 }, (_, n) => accountState(n % 2 ? alpine : birch, `81355504${String(n).padStart(2, '0')}`));
    await world.service.tell(
      topics.accounts,
      wanting.map((message) => ({ key: message.id, message })),
    );
    const taken = (await Promise.all(wanting.map((account) => world.take(id, 0, account, NORTH)))).map(([status, code]) => `${status} ${code}`);
    expect(taken.filter((answer) => answer === '200 undefined')).toHaveLength(1);
    const others = ['200 undefined', '409 port_in_use', '409 device_of_another_customer', '409 taken_meanwhile'];
    expect(taken.filter((answer) => !others.includes(answer))).toEqual([]);
    expect(await world.read(id)).toMatchObject({ freePorts: 1, version: 2 });
  });

  it('with changes of one device that rest on one version: one is made, the others are told so (INV-15)', async () => {
    const { id } = await world.add();
    const change = (n: number) =>
      world.service.request(`/api/v1/devices/${id}`, { method: 'PATCH', body: { description: `Of ${n}` }, headers: { 'if-match': '"1"' } });
    const answers = await Promise.all(Array.from({ length: 64 }, (_, n) => change(n)));
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([200, ...Array.from({ length: 63 }, () => 412)]);
  });

  it('on one shared device: one has it, the others are told so (INV-05)', async () => {
    const { id } = await world.add({ sharedWithResellers: true });
    const take = (n: number) =>
      world.service.request<{ code?: string }>(`/api/v1/devices/${id}`, {
        method: 'PATCH',
        body: { assignedTo: n % 2 ? alpine.id : quay.id },
        as: n % 2 ? NORTH : HARBOUR,
        headers: { 'if-match': '"1"' },
      });
    const statuses = (await Promise.all(Array.from({ length: 64 }, (_, n) => take(n)))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    // 404: it was asked for when somebody else had it already.
    expect([...new Set(statuses)].filter((status) => ![200, 404, 409, 412].includes(status))).toEqual([]);
    expect(await world.read(id)).toMatchObject({ version: 2 });
  });
});

describe('64 clients that add a device at once', () => {
  const race = async (body: (n: number) => object): Promise<Record<string, number>> => {
    const answers = await Promise.all(Array.from({ length: 64 }, (_, n) => world.post(body(n), n % 2 ? NORTH : HARBOUR)));
    return answers.map(told).reduce<Record<string, number>>((counts, answer) => ({ ...counts, [answer]: (counts[answer] ?? 0) + 1 }), {});
  };

  it('under one name: one does, the others are told that it is taken (INV-02)', async () => {
    expect(await race((n) => ({ ...world.fresh(), name: n % 3 ? 'Raced for' : ' RACED FOR' }))).toEqual({ '201': 1, '409 name name_not_unique': 63 });
  });

  it('with one MAC address: one does, the others are told that it is taken (INV-03)', async () => {
    expect(await race(() => ({ ...world.fresh(), macAddress: macOf(0x0fff) }))).toEqual({ '201': 1, '409 macAddress mac_not_unique': 63 });
  });
});
