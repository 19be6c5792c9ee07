import { type DeviceRow, isCustomer, isProvider, seesDevice, type Uploader } from './records.js';
import type { Row } from './row.js';
import { key, readMac } from './words.js';

/** Remove (IMP-05a): the device to be removed, where the row has no reason against it. Other cells than Name, MAC address and Device model are ignored. */
export async function judgeRemove(row: Row): Promise<DeviceRow | undefined> {
  const mac = row.isEmpty('MAC address') ? null : readMac(row.cell('MAC address'));
  if (mac === undefined || row.isInexact('MAC address')) row.reject('MAC address', 'bad_mac');
  if (row.isEmpty('Name')) {
    row.reject('Name', 'missing_value');
    return undefined;
  }
  const device = await row.records.device(row.cell('Name'));
  if (!device || !seesDevice(row.uploader, device)) {
    row.reject('Name', 'device_not_found');
    return undefined;
  }
  if (mac && !row.isInexact('MAC address') && mac !== device.mac) row.reject('MAC address', 'row_disagrees_with_device');
  const model = await row.records.modelOf(device);
  if (!row.isEmpty('Device model') && key(row.cell('Device model')) !== key(`${model.vendor} ${model.name}`))
    row.reject('Device model', 'row_disagrees_with_device');
  if (device.used_ports > 0) row.reject('Name', 'port_in_use'); // INV-09
  if (!mayRemove(row.uploader, device) || (await row.records.isWithoutDevices(row.uploader))) row.reject('Name', 'not_permitted');
  return row.reasons.length === 0 ? device : undefined;
}

/** INV-05: delete is the manager's, which for a shared device is the provider. DIR-02a: a customer removes only what it owns. */
function mayRemove(uploader: Uploader, device: DeviceRow): boolean {
  if (isProvider(uploader)) return true;
  if (isCustomer(uploader)) return device.customer_owned && device.managed_by === uploader.resellerId;
  return device.managed_by === uploader.resellerId;
}
