// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log; directory is its contract, answered here.
import { Permission } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { keyState, type Known, tellCallers } from '@ringfleet/testing/callers';
import type { Who } from '@ringfleet/testing/service-harness';
import { customerState, importRows, macOf, resellerState, tellTenants } from './support/inventory.js';
import { ALPINE, accounts, alpine, easy, type LineWorld, NORTH, north, startLineWorld } from './support/line-world.js';

const mute = resellerState('Mute Telecom');
const silent = customerState('Silent Ltd', mute.id, Permission.NONE);
const empty = resellerState('Empty Telecom');
const MUTE: Who = { resellerId: mute.id };
const SILENT: Known = { id: newId(), resellerId: mute.id, customerId: silent.id };
const EASY: Known = { id: newId(), customerId: easy.id };
const CLERK: Known = { ...ALPINE, id: newId(), role: 'customer-user' };

let world: LineWorld;

beforeAll(async () => {
  world = await startLineWorld();
  await tellTenants(world.service, [mute, silent, empty]);
  await tellCallers(world.service, [keyState(SILENT), keyState(EASY), keyState(CLERK)]);
});

afterAll(() => world.service.stop());

interface Access {
  readonly allowed: boolean;
  readonly rule: string;
  readonly reason: string;
}
const explain = async (action: string, as: Who, subject = ''): Promise<Access> =>
  (await world.get<Access>(`access/explain?action=${action}${subject && `&subject=${subject}`}`, as)).body;

describe('the devices section', () => {
  it('is not there for a reseller all of whose customers have none, nor for such a customer: 403 on every route (DIR-06, DIR-04)', async () => {
    const id = await world.device({ managedBy: 'Mute Telecom' });
    const paths = [
      'devices',
      `devices/${id}`,
      `devices/${newId()}`,
      `devices/${id}/history`,
      `devices/${id}/lines`,
      `devices/available?account=${accounts.alpine.id}`,
    ];
    for (const as of [MUTE, SILENT]) {
      for (const path of paths) {
        const { status, body } = await world.get<{ code: string }>(path, as);
        expect([path, status, body.code]).toEqual([path, 403, 'section_absent']);
      }
      expect(await world.take(id, 0, accounts.alpine, as)).toEqual([403, 'section_absent']);
      expect(await explain('devices.list', as)).toMatchObject({ allowed: false, rule: as === MUTE ? 'DIR-06' : 'DIR-04' });
    }
    expect((await world.get('models', MUTE)).status).toBe(200);
  });

  it('is there for a reseller without customers, and again once directory says that a customer may see devices (DIR-06)', async () => {
    expect((await world.get('devices', { resellerId: empty.id })).status).toBe(200);
    world.newer.push(customerState('New Ltd', mute.id, Permission.VIEW));
    expect((await world.get('devices', MUTE)).status).toBe(200);
    world.newer.splice(0);
  });

  it('is looked at with view, and changed with modify alone (DIR-04)', async () => {
    expect((await world.get('devices', EASY)).status).toBe(200);
    const id = await world.device({ customer: 'Canistracci OIL' });
    expect(await world.take(id, 0, accounts.easy, EASY)).toEqual([403, 'not_permitted']);
    expect(await explain('device.lines', EASY, id)).toMatchObject({ allowed: false, rule: 'DIR-04' });
  });

  it('takes the rows of a file only from who may change devices (DIR-02a, DIR-04, IMP-07)', async () => {
    const row = { name: 'Filed', mac: macOf(0x0d01) };
    expect(await importRows(world.service, [row, { action: 'Remove', name: 'Filed' }], { by: { customerId: easy.id } })).toEqual([
      'not_permitted,customer_view_only',
      'device_not_found',
    ]);
    const by = { resellerId: north.id, customerId: alpine.id };
    expect(await importRows(world.service, [row], { by })).toEqual(['applied']);
    expect(await importRows(world.service, [{ action: 'Remove', name: 'Filed' }], { by })).toEqual(['applied']);
  });
});

describe('the explanation', () => {
  it('says by which rule, and nothing of what is not seen (DIR-03)', async () => {
    const own = await world.device({ managedBy: 'North Telecom', customer: 'Alpine Dental' });
    const foreign = await world.device({ managedBy: 'Harbour Voice' });
    const shared = await world.device({ shared: 'Y' });
    expect(await explain('device.view', NORTH, own)).toMatchObject({ allowed: true, rule: 'DIR-03' });
    expect(await explain('device.lines', ALPINE, own)).toMatchObject({ allowed: true, rule: 'DIR-02a' });
    expect(await explain('device.remove', ALPINE, own)).toMatchObject({ allowed: false, rule: 'DIR-02a' });
    expect(await explain('device.remove', NORTH, shared)).toMatchObject({ allowed: false, rule: 'INV-05' });
    expect(await explain('device.lines', NORTH, foreign)).toEqual(await explain('device.lines', NORTH, newId()));
    // Tied to no account: a customer-user sees no device of its customer (DIR-02a).
    expect(await explain('device.view', CLERK, own)).toMatchObject({ allowed: false, rule: 'DIR-03' });
  });

  it('is refused for actions that there are not, and for users whom one does not see', async () => {
    expect((await world.get('access/explain?action=device.eat')).status).toBe(400);
    expect((await world.get(`access/explain?action=devices.list&user=${newId()}`, NORTH)).status).toBe(404);
  });
});
