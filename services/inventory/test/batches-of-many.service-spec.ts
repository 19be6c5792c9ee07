// Real: inventory with its PostgreSQL, its event log and HTTP; batches of several chunks, some of which PostgreSQL is made to hold back.
import { topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { keyState, type Known, tellCallers } from '@ringfleet/testing/callers';
import pg from 'pg';
import { type Batches, batchesOf } from './support/batches.js';
import { alpine, birch, type DeviceWorld, north, startDeviceWorld } from './support/device-world.js';
import { deviceEvents, importRows, macOf } from './support/inventory.js';

const DEVICES = 5_000;
const ALL = { filter: { managedBy: north.id, description: 'One of many' }, expectedCount: DEVICES };

let world: DeviceWorld;
let batches: Batches;
let postgres: pg.Client;

beforeAll(async () => {
  world = await startDeviceWorld();
  batches = batchesOf(world.service);
  postgres = new pg.Client({ connectionString: world.service.database.ownerUrl });
  await postgres.connect();
  const rows = Array.from({ length: DEVICES }, (_, n) => ({
    name: `Many ${n}`,
    mac: macOf(n + 0x100000),
    managedBy: 'North Telecom',
    description: 'One of many',
  }));
  expect(new Set(await importRows(world.service, rows))).toEqual(new Set(['applied']));
});

afterAll(async () => {
  await postgres.end();
  await world.service.stop();
});

/** Meanwhile no chunk of a batch is written. */
async function holdingBack<T>(work: () => Promise<T>): Promise<T> {
  await postgres.query('begin');
  await postgres.query('lock table import_progress in exclusive mode');
  try {
    return await work();
  } finally {
    await postgres.query('commit');
  }
}

/** How many devices were changed so many times. */
async function versions(): Promise<Readonly<Record<number, number>>> {
  const { rows } = await postgres.query<{ version: number; count: number }>(
    `select version, count(*)::int as count from devices where description = 'One of many' group by version`,
  );
  return Object.fromEntries(rows.map(({ version, count }) => [version, count]));
}

describe('a batch of many devices', () => {
  it('that is cancelled before its first chunk is written changes nothing, then or later (INV-12)', async () => {
    const cancelled = await holdingBack(async () => {
      const { body } = await batches.start({ select: ALL, change: { assignTo: alpine.id } });
      expect((await world.get(`device-batches/${body.id}/failures`)).body).toMatchObject({ code: 'batch_under_way' });
      return (await batches.cancel(body.id)).body;
    });
    expect(cancelled).toMatchObject({ state: 'cancelled', counts: { devices: DEVICES, applied: 0, notReached: DEVICES } });
    await world.service.restart(); // waits for what is under way
    expect(await versions()).toEqual({ 1: DEVICES });
    expect((await batches.devices(cancelled.id, 'limit=200&outcome=notReached')).length).toBe(DEVICES);
    const said = (await world.service.records(topics.batches)).filter(({ key }) => key === cancelled.id);
    expect(said.at(-1)?.message?.event).toMatchObject({ case: 'finished', value: { cancelled: true, counts: { notReached: DEVICES } } });
  });

  it('is ended at the next chunk where who started it was revoked; what was done stays, and is counted (DIR-10, INV-12)', async () => {
    const somebody: Known = { resellerId: north.id, id: newId() };
    await tellCallers(world.service, [keyState(somebody)]);
    const id = await holdingBack(async () => {
      const { body } = await batches.start({ select: ALL, change: { assignTo: alpine.id } }, somebody);
      await tellCallers(world.service, [{ ...keyState(somebody), deleted: true }], 2);
      return body.id;
    });
    const { state, problem, counts } = await batches.ended(id);
    expect({ state, code: problem?.code }).toEqual({ state: 'cancelled', code: 'revoked' });
    expect(counts.applied).toBeLessThan(DEVICES);
    expect((await versions())[2] ?? 0).toBe(counts.applied);
  });

  it('and another over the same devices at once leave each device with one change for each that was applied to it (INV-12)', async () => {
    const before = await versions();
    const [one, other] = await Promise.all([
      batches.run({ select: ALL, change: { assignTo: birch.id } }),
      batches.run({ select: ALL, change: { assignTo: null } }, { resellerId: north.id }),
    ]);
    expect([one.state, other.state]).toEqual(['completed', 'completed']);
    for (const { counts } of [one, other]) expect(counts).toMatchObject({ devices: DEVICES, refused: 0, notReached: 0 });
    const changes = (counted: Readonly<Record<number, number>>): number =>
      Object.entries(counted).reduce((sum, [version, count]) => sum + (Number(version) - 1) * count, 0);
    expect(changes(await versions()) - changes(before)).toBe(one.counts.applied + other.counts.applied);
    const numbers = new Map<string, number[]>();
    for (const { key, sequence } of await deviceEvents(world.service)) numbers.set(key, [...(numbers.get(key) ?? []), sequence]);
    for (const sequences of numbers.values()) expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  });
});
