// Real: inventory with its PostgreSQL, its event log and HTTP. directory, profiles and files are what the test says in their place.
import { newId } from '@ringfleet/kernel';
import type { TestAnswer, Who } from '@ringfleet/testing/service-harness';
import fc from 'fast-check';
import {
  accounts,
  ALPINE,
  alpine,
  type Device,
  type DeviceWorld,
  direct,
  easy,
  HARBOUR,
  NORTH,
  north,
  quay,
  startDeviceWorld,
} from './support/device-world.js';
import { deviceEvents } from './support/inventory.js';

const RUNS = 50;

let world: DeviceWorld;

beforeAll(async () => {
  world = await startDeviceWorld();
});
afterAll(() => world.service.stop());

interface Problem {
  readonly field?: string;
  readonly code: string;
  readonly message: string;
}

type Answer = TestAnswer<{ readonly problems?: readonly Problem[]; readonly errors?: readonly Problem[] }>;

const check = (body: object, as?: Who, id?: string): Promise<Answer> =>
  world.service.request(`/api/v1/devices/${id === undefined ? '' : `${id}/`}check`, { method: 'POST', body, as });

const WHO: readonly (Who | undefined)[] = [undefined, NORTH, HARBOUR, ALPINE];

const mostly = <T>(fits: T, ...others: readonly T[]): fc.Arbitrary<T> => fc.oneof({ arbitrary: fc.constant(fits), weight: 7 }, fc.constantFrom(...others));

/** What is typed: what fits, what is another's, what is nobody's, and what has no form at all. `taken` has its name and MAC address already. */
const typed = ({ models, sites, profiles }: DeviceWorld, taken: Device) => ({
  name: mostly('New', '', taken.name, ` ${taken.name.toUpperCase()}`, 'x'.repeat(129), 'Tab\tinside'),
  model: mostly(models.cisco6821, models.t54w, newId(), 'no id'),
  macAddress: mostly<unknown>('00:14:20:00:99:01', taken['macAddress'], 'none', '01:14:20:00:00:01', '', null, 7, 'f'.repeat(65)),
  managedBy: mostly<string | null>(north.id, null, newId()),
  sharedWithResellers: mostly(false, true),
  assignedTo: mostly<string | null>(alpine.id, null, direct.id, easy.id, quay.id, newId()),
  site: mostly<string | null>(sites.office, null, sites.refinery, newId()),
  profile: mostly<string | null>(profiles.standard, null, profiles.secret, profiles.ofT54w),
  description: mostly('At the desk', '', 'x'.repeat(256), '\ud800'),
  customerOwned: fc.boolean(),
  asciiKey: mostly<string | null>('key', null, 'k'.repeat(129)),
  virtual: mostly(false, true),
});

describe('what is typed of a device is checked', () => {
  it('as the request that adds it is judged, and by the same words (INV-02, INV-03, INV-06, INV-11, DIR-02a, PRV-01)', async () => {
    const taken = await world.add();
    const line = fc.record({
      port: fc.constantFrom(0, 1, 9),
      accountId: fc.constantFrom(accounts.alpine.id, accounts.alpineFax.id, accounts.easy.id, newId()),
    });
    const bodies = fc.record({ ...typed(world, taken), line }, { requiredKeys: ['name', 'model', 'macAddress', 'managedBy', 'assignedTo'] });
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(...WHO), async (body, as) => {
        const checked = await check(body, as);
        const { status, body: added } = await world.post(body, as);
        expect([checked.status, checked.body]).toEqual([200, { problems: added.errors ?? [] }]);
        expect(status === 201).toBe(checked.body.problems?.length === 0);
        if (status === 201) expect((await world.remove(added.id)).status).toBe(added.freePorts === added.totalPorts ? 204 : 409);
      }),
      { numRuns: RUNS },
    );
  });

  it('as the request that changes it is judged, and by the same words (INV-04, INV-06, INV-08a, INV-17, DIR-02a)', async () => {
    const taken = await world.add({ managedBy: north.id });
    const devices = [
      await world.add({ managedBy: north.id, line: { port: 1, accountId: accounts.alpine.id } }),
      await world.add({ sharedWithResellers: true, assignedTo: alpine.id }),
      await world.add({ assignedTo: direct.id, site: world.sites.refinery, profile: world.profiles.standard, customerOwned: true }),
    ];
    const bodies = fc.record({ ...typed(world, taken), retired: fc.boolean() }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...devices), bodies, fc.constantFrom(...WHO), async ({ id }, body, as) => {
        const checked = await check(body, as, id);
        const { status, body: changed } = await world.patch(id, body, as);
        const said = status === 404 ? changed : { problems: changed.errors ?? [] };
        expect([checked.status, checked.body]).toEqual([status === 404 ? 404 : 200, said]);
        if (status !== 404) expect(status === 200).toBe(checked.body.problems?.length === 0);
      }),
      { numRuns: RUNS },
    );
  });

  it('before all of it is typed: what is missing is said, and so is what does not fit already', async () => {
    const { macAddress } = await world.add();
    const { body } = await check({ macAddress });
    expect(body.problems?.map(({ field, code }) => `${field} ${code}`).toSorted()).toEqual([
      'macAddress mac_not_unique',
      'model missing_value',
      'name missing_value',
    ]);
  });

  it('without a trace: no device, no version, no event', async () => {
    const device = await world.add();
    const before = (await deviceEvents(world.service)).length;
    expect((await check(world.fresh({ name: 'Never' }))).body).toEqual({ problems: [] });
    expect((await check({ description: 'Never' }, undefined, device.id)).body).toEqual({ problems: [] });
    expect(await world.read(device.id)).toEqual(device);
    expect((await world.get<{ items: object[] }>('devices?name=Never')).body.items).toEqual([]);
    expect((await deviceEvents(world.service)).length).toBe(before);
  });

  it('for those alone who may add and change (DIR-02a, DIR-03)', async () => {
    const { id } = await world.add();
    const user = { ...ALPINE, id: newId(), role: 'customer-user' } as const;
    expect((await check(world.fresh(), user)).status).toBe(403);
    expect((await check({ description: 'Changed' }, user, id)).status).toBe(403);
    const [others, nobodys] = [await check({ description: 'Changed' }, HARBOUR, id), await check({ description: 'Changed' }, HARBOUR, newId())];
    expect([others.status, others.body]).toEqual([404, nobodys.body]);
  });
});
