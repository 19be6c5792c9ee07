// Real: inventory with its PostgreSQL, its event log and HTTP. directory, profiles and files are what the test says in their place.
import { accounts, alpine, type DeviceWorld, HARBOUR, NORTH, north, startDeviceWorld, told } from './support/device-world.js';
import { importRows } from './support/inventory.js';

interface Reference {
  readonly id: string;
  readonly kind: string;
  readonly what: string;
  readonly blocksDelete: boolean;
}

let world: DeviceWorld;

beforeAll(async () => {
  world = await startDeviceWorld();
});
afterAll(() => world.service.stop());

const register = (id: string, body: object, as: object = NORTH) =>
  world.service.request<Reference & { code?: string }>(`/api/v1/devices/${id}/references`, { method: 'POST', body, as });
const withdraw = async (id: string, reference: string, as: object = NORTH): Promise<number> =>
  (await world.service.request(`/api/v1/devices/${id}/references/${reference}`, { method: 'DELETE', as })).status;

describe('the references of a device', () => {
  it('can be listed before it is deleted (INV-09)', async () => {
    const { sites, profiles } = world;
    const line = { port: 1, accountId: accounts.alpine.id };
    const { id } = await world.add({ managedBy: north.id, assignedTo: alpine.id, site: sites.office, profile: profiles.standard, line });
    await register(id, { what: 'Contract 4711', link: 'https://crm.example.com/4711', blocksDelete: false });
    const { items } = (await world.get<{ items: Reference[] }>(`devices/${id}/references`, NORTH)).body;
    expect(items.map(({ kind, what, blocksDelete }) => [kind, what, blocksDelete])).toEqual([
      ['port', `Port 1: ${accounts.alpine.number}`, true],
      ['profile', 'Standard', false],
      ['customer', 'Alpine Dental', false],
      ['site', 'Head office', false],
      ['external', 'Contract 4711', false],
    ]);
    expect((await world.get(`devices/${id}/references`, HARBOUR)).status).toBe(404);
  });

  it('keep it from every removal where another system says so, until that withdraws it (INV-09)', async () => {
    const { id, name } = await world.add({ managedBy: north.id });
    await register(id, { what: 'A note', blocksDelete: false });
    const { status, body } = await register(id, { what: 'Rented out', blocksDelete: true });
    expect([status, body]).toMatchObject([201, { what: 'Rented out', blocksDelete: true }]);
    expect(told(await world.remove(id))).toBe('409 name reference_blocks_delete');
    expect(await importRows(world.service, [{ action: 'Remove', name, model: '' }])).toEqual(['reference_blocks_delete']);
    expect(await withdraw(id, body.id, { ...NORTH, id: 'somebody-else' })).toBe(404);
    expect(await withdraw(id, body.id)).toBe(204);
    expect((await world.remove(id)).status).toBe(204);
  });

  it('that block are for those who may remove it (INV-05, INV-09)', async () => {
    const { id } = await world.add({ sharedWithResellers: true, assignedTo: alpine.id });
    expect((await register(id, { what: 'Mine', blocksDelete: true })).body.code).toBe('not_permitted');
    expect((await register(id, { what: 'Mine', blocksDelete: false })).status).toBe(201);
    expect((await register(id, { what: '', link: 'javascript:alert(1)', blocksDelete: 'no' })).status).toBe(400);
  });
});
