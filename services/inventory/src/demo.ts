import { writePlan } from '@ringfleet/import-rows';
import { namedId, nameKey } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import type { Device } from './devices/device.js';
import { planDevices } from './devices/write-devices.js';

const ACCOUNTS = ['8133793275', '8132803482'];

/** product.md §11: Docs Demo Phone 1 with its two lines. The records of other services are known by their demo ids. */
export async function demo(tx: Tx, { now }: { readonly now: Date }): Promise<void> {
  const device: Device = {
    id: namedId('device/Docs Demo Phone 1'),
    name: 'Docs Demo Phone 1',
    nameKey: nameKey('Docs Demo Phone 1'),
    description: null,
    modelId: namedId('model/Cisco 6821'),
    mac: '00AA6E33D748',
    managedBy: null,
    shared: false,
    customerId: namedId('customer/Canistracci OIL'),
    customerResellerId: null,
    siteId: namedId('site/Canistracci OIL/Head office'),
    profileId: namedId('profile/6821 standard'),
    inventoryId: null,
    customerOwned: false,
    totalPorts: 2,
    usedPorts: ACCOUNTS.length,
    lines: Object.fromEntries(ACCOUNTS.map((number, port) => [port, namedId(`account/${number}`)])),
    retired: false,
    fileName: null,
    acceptData: false,
    virtual: false,
    secretVersion: 0,
    custom: null,
    customOfReseller: null,
    version: 1,
    createdAt: now,
    cause: { byId: '', byName: 'Ringfleet', at: now, source: 'system', importId: null, importRow: null },
  };
  const plan = planDevices([{ kind: 'created', device }], () => 'Cisco 6821');
  await writePlan(tx, plan);
  await tx.publish(plan.records);
  for (const [port, number] of ACCOUNTS.entries()) {
    await tx.query('insert into ports (device_id, port, account_id) values ($1, $2, $3)', [device.id, port, namedId(`account/${number}`)]);
  }
}
