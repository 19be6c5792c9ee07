import { isDeepStrictEqual } from 'node:util';
import { ADMINISTRATOR, type State } from './turn.js';
import type { Device, Key } from './model.js';
import type { Real } from './real.js';
import type { DeviceView } from '../../support/views.js';

/** Whether they are in truth what the model says. */
export async function isSame({ tree }: Pick<State, 'tree'>, real: Real, keys: readonly Key[]): Promise<boolean> {
  for (const key of keys) {
    const device = tree.device.get(key);
    if (!isDeepStrictEqual(await found(real, key), device && wanted(device, real))) return false;
  }
  return true;
}

/** Devices are in truth what the model says they are, read by who sees everything; free ports are those on which nobody sits (INV-08, INV-17). */
export async function expectSame({ tree }: Pick<State, 'tree'>, real: Real, keys: readonly Key[]): Promise<void> {
  for (const key of keys) {
    const device = tree.device.get(key);
    expect({ key, device: await found(real, key) }).toEqual({ key, device: device && wanted(device, real) });
  }
}

async function found(real: Real, key: Key): Promise<object | undefined> {
  const { status, body } = await real.ask(ADMINISTRATOR, 'GET', `devices/${real.id(key)}`);
  return status === 404 ? undefined : shown(body as unknown as DeviceView);
}

const idOf = (record: { readonly id: string } | null): string | null => record?.id ?? null;
const shown = (device: DeviceView): object => ({
  managedBy: idOf(device.managedBy),
  shared: device.sharedWithResellers,
  customer: idOf(device.assignedTo),
  site: idOf(device.site),
  customerOwned: device.customerOwned,
  model: device.model.name,
  ports: [device.totalPorts, device.freePorts],
  state: device.state,
});

const wanted = (device: Device, real: Real): object => {
  const id = (key: Key | null): string | null => (key === null ? null : real.id(key));
  return {
    managedBy: id(device.managedBy),
    shared: device.shared,
    customer: id(device.customer),
    site: id(device.site),
    customerOwned: device.customerOwned,
    model: device.model,
    ports: [device.ports, device.ports - device.lines.size],
    state: device.retired ? 'retired' : device.lines.size > 0 ? 'inService' : device.customer === null ? 'inStock' : 'assigned',
  };
};
