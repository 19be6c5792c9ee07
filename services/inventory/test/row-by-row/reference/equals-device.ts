import type { DeviceRow } from './records.js';
import { isCustomer } from './records.js';
import type { Row } from './row.js';
import { type ColumnName, COLUMN_NAMES, key, readMac, readYesNo, saysAdministratorOnly } from './words.js';
import { namesCustomer } from './judge-customer.js';

/** IMP-05: whether the device equals the row in every column of the file, empty cells included. */
export async function equalsDevice(row: Row, device: DeviceRow): Promise<boolean> {
  for (const column of COLUMN_NAMES) if (row.has(column) && !(await saysTheSame(row, column, device))) return false;
  return true;
}

async function saysTheSame(row: Row, column: ColumnName, device: DeviceRow): Promise<boolean> {
  switch (column) {
    case 'Action':
    case 'Name': // that is how the device was found
      return true;
    case 'Device model': {
      const model = await row.records.modelOf(device);
      return row.says(column, `${model.vendor} ${model.name}`);
    }
    case 'MAC address':
      return row.isEmpty(column) ? device.mac === null : readMac(row.cell(column)) === device.mac;
    case 'Managed by':
      return saysTheManager(row, device);
    case 'CPE profile': {
      const profile = (await row.records.profiles()).find(({ id }) => id === device.profile_id);
      return profile ? row.says(column, profile.name) : row.isEmpty(column);
    }
    case 'Shared with reseller':
      return readYesNo(row.cell(column)) === device.shared;
    case 'Tenant customer name':
      return saysTheCustomer(row, device);
    case 'Inventory ID':
      return row.cell(column) === (device.inventory_id ?? '');
    case 'Description':
      return row.cell(column) === (device.description ?? '');
    case 'Site': {
      const site = await row.records.tenant(device.site_id);
      return site ? row.says(column, site.name) : row.isEmpty(column);
    }
    case 'Customer-owned':
      return readYesNo(row.cell(column)) === device.customer_owned;
  }
}

/** IMP-02b: an empty cell is Administrator only in the provider's file; in a reseller's or a customer's it is that reseller. */
async function saysTheManager(row: Row, device: DeviceRow): Promise<boolean> {
  if (row.isEmpty('Managed by')) return device.managed_by === row.uploader.resellerId;
  if (device.managed_by === null) return saysAdministratorOnly(row.cell('Managed by'));
  const manager = await row.records.tenant(device.managed_by);
  return manager !== undefined && key(manager.name) === key(row.cell('Managed by'));
}

/** An empty cell is nobody; in a customer's file it is that customer. */
async function saysTheCustomer(row: Row, device: DeviceRow): Promise<boolean> {
  if (row.isEmpty('Tenant customer name')) return device.customer_id === (isCustomer(row.uploader) ? row.uploader.customerId : null);
  const customer = await row.records.tenant(device.customer_id);
  return customer !== undefined && namesCustomer(row.cell('Tenant customer name'), customer, await row.records.tenant(customer.reseller_id));
}
