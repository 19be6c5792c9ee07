// Real: inventory over Connect's own transport, its PostgreSQL with row-level security, its event log.
import { createClient } from '@connectrpc/connect';
import { DeviceUsesService } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import type { TestService } from '@ringfleet/testing/service-harness';
import { allDevices, alpine, north, quay, startWithDevices, type View } from './support/device-list.js';

let service: TestService;
let all: readonly View[];

beforeAll(async () => {
  service = await startWithDevices();
  all = await allDevices(service);
});

afterAll(() => service.stop());

const usesOf = (...ids: string[]) => createClient(DeviceUsesService, service.addresses.transportTo('inventory')).findDeviceUses({ ids });

describe('what is asked before a record is deleted', () => {
  it('finds the devices of a customer, and those that a reseller manages or whose customers hold (INV-09)', async () => {
    const held = (id: string) => all.filter(({ assignedTo }) => assignedTo?.id === id);
    const ofAlpine = await usesOf(alpine.id);
    expect(Number(ofAlpine.total)).toBe(held(alpine.id).length);
    expect(ofAlpine.devices.length).toBe(Math.min(20, held(alpine.id).length));
    expect(held(alpine.id).map(({ name }) => name)).toEqual(expect.arrayContaining(ofAlpine.devices.map(({ name }) => name)));
    const ofNorth = all.filter(({ managedBy, assignedTo }) => managedBy?.id === north.id || assignedTo?.id === alpine.id);
    expect(Number((await usesOf(north.id)).total)).toBe(ofNorth.length);
    expect(Number((await usesOf(alpine.id, quay.id)).total)).toBe(held(alpine.id).length + held(quay.id).length);
  });

  it('finds none for what no device refers to', async () => {
    expect(await usesOf(newId(), 'no id')).toMatchObject({ total: 0n, devices: [] });
    expect(await usesOf()).toMatchObject({ total: 0n });
  });
});
