// Real: inventory with its PostgreSQL, its event log and HTTP. Of each kind of device there are two: one is changed by a batch, its twin by a request of its own.
import type { Who } from '@ringfleet/testing/service-harness';
import { type Batches, batchesOf } from './support/batches.js';
import { accounts, ALPINE, alpine, birch, type Device, type DeviceWorld, direct, easy, NORTH, north, quay, startDeviceWorld } from './support/device-world.js';

let world: DeviceWorld;
let batches: Batches;

beforeAll(async () => {
  world = await startDeviceWorld();
  batches = batchesOf(world.service);
});

afterAll(() => world.service.stop());

interface Twin {
  readonly id: string;
  readonly other: string;
}

/** Devices of every kind that one manager may have, each twice. */
async function twinsOf(managedBy: string | null): Promise<Twin[]> {
  const { models, sites, profiles } = world;
  const kinds =
    managedBy === null
      ? [
          {},
          { sharedWithResellers: true },
          { assignedTo: direct.id },
          { assignedTo: direct.id, customerOwned: true },
          { sharedWithResellers: true, assignedTo: alpine.id, secret: 'of the holder' },
          { sharedWithResellers: true, assignedTo: quay.id },
        ]
      : [
          {},
          { assignedTo: alpine.id, site: sites.office },
          { assignedTo: birch.id },
          { assignedTo: alpine.id, customerOwned: true },
          { profile: profiles.standard },
        ];
  const make = async (kind: object, model: string): Promise<string> => (await world.add({ managedBy, model, ...kind })).id;
  const twins: Twin[] = [];
  for (const kind of kinds) twins.push({ id: await make(kind, models.cisco6821), other: await make(kind, models.cisco6821) });
  twins.push({ id: await make({}, models.cisco8851), other: await make({}, models.cisco8851) });
  const retired = { id: await make({}, models.cisco6821), other: await make({}, models.cisco6821) };
  const account = managedBy === null ? accounts.direct : accounts.alpine;
  const used = { id: await make({}, models.cisco6821), other: await make({}, models.cisco6821) };
  for (const id of [retired.id, retired.other]) expect((await world.patch(id, { retired: true })).status).toBe(200);
  for (const id of [used.id, used.other]) expect(await world.take(id, 0, account)).toEqual([200, undefined]);
  return [...twins, retired, used];
}

/** All that can be compared of a device; undefined where there is none. */
async function seen(id: string): Promise<Partial<Device> | undefined> {
  const { status, body } = await world.get<Device>(`devices/${id}`);
  const { id: _id, name: _name, macAddress: _mac, createdAt: _created, updatedAt: _updated, ...rest } = body;
  return status === 200 ? rest : undefined;
}

/** What the same change comes to in a request of its own. */
async function alone(id: string, change: object | undefined, as: Who): Promise<string> {
  if ((await world.get(`devices/${id}`, as)).status === 404) return 'device_not_found';
  const before = (await world.read(id)).version;
  const { status, body } = change ? await world.patch(id, change, as) : await world.remove(id, as);
  if (status >= 400) return (body.errors ?? []).map(({ code }) => code).join();
  return change && body.version === before ? 'unchanged' : 'applied';
}

describe('what a batch does to a device', () => {
  it.each(
    ['administrator', 'the reseller', 'a customer'].flatMap((who) => [
      [who, 'Administrator only'],
      [who, 'the reseller'],
    ]),
  )(
    'is what a request of its own by %s would do to it where %s manages it, outcome and state alike (INV-12)',
    async (who, manager) => {
      const as: Who = { administrator: {}, 'the reseller': NORTH, 'a customer': ALPINE }[who] ?? {};
      const { models, profiles } = world;
      const profileOf: Readonly<Record<string, string>> = { [models.cisco6821]: profiles.standard, [models.cisco8851]: profiles.secret };
      const changes = [
        { assignTo: alpine.id },
        { assignTo: alpine.id, customerOwned: true },
        { assignTo: null, customerOwned: false },
        { assignTo: null },
        { assignTo: direct.id },
        { assignTo: easy.id },
        { assignTo: quay.id, profiles: profileOf },
        { profiles: profileOf },
        undefined,
      ];
      const managedBy = manager === 'the reseller' ? north.id : null;
      const twins = await twinsOf(managedBy);
      for (const change of changes) {
        const select = { ids: twins.map(({ id }) => id), ...(change && { managedBy: managedBy ?? 'administrator' }) };
        const started = await batches.start({ select, change: change ?? { delete: true } }, as);
        const outcomes = started.status === 202 ? await batches.outcomes((await batches.ended(started.body.id)).id) : {};
        for (const { id, other } of twins) {
          const model = (await seen(other))?.['model'] as { readonly id: string } | undefined;
          const { assignTo, customerOwned, profiles: chosen } = change ?? {};
          const patch = change && {
            ...(assignTo !== undefined && { assignedTo: assignTo }),
            ...(customerOwned !== undefined && { customerOwned }),
            ...(chosen && { profile: chosen[model?.id ?? ''] }),
          };
          const expected = await alone(other, patch, as);
          expect({ change, outcome: outcomes[id] ?? 'device_not_found' }).toEqual({ change, outcome: expected });
          expect({ change, device: await seen(id) }).toEqual({ change, device: await seen(other) });
        }
      }
    },
    60_000, // twice eighty requests, one after the other
  );
});
