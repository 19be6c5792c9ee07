import type { DeviceRow } from './records.js';
import { readValue } from './judge-custom.js';
import { isCustomer, seesField, seesProfile } from './records.js';
import type { Row } from './row.js';
import {
  type ColumnName,
  COLUMN_NAMES,
  type CustomColumn,
  key,
  readMac,
  readYesNo,
  saysAdministratorOnly,
  SECRET_COLUMNS,
  type SecretColumn,
} from './words.js';
import { namesCustomer } from './judge-customer.js';

/** IMP-05: whether the device equals the row in every column of the file, empty cells included. */
export async function equalsDevice(row: Row, device: DeviceRow): Promise<boolean> {
  for (const column of COLUMN_NAMES) if (row.has(column) && (row.isInexact(column) || !(await SAYS[column](row, device)))) return false;
  return true;
}

type Says = (row: Row, device: DeviceRow) => boolean | Promise<boolean>;

const SAYS: Record<ColumnName, Says> = {
  Action: () => true,
  Name: () => true, // that is how the device was found
  'Device model': async (row, device) => {
    const model = await row.records.modelOf(device);
    return row.says('Device model', `${model.vendor} ${model.name}`);
  },
  'MAC address': (row, device) => (row.isEmpty('MAC address') ? device.mac === null : readMac(row.cell('MAC address')) === device.mac),
  'Managed by': saysTheManager,
  'CPE profile': async (row, device) => {
    // One that the uploader may not see does not exist for it (IMP-02a).
    const profile = (await row.records.profiles()).find((one) => one.id === device.profile_id && seesProfile(row.uploader, one));
    return profile ? row.says('CPE profile', profile.name) : row.isEmpty('CPE profile');
  },
  'Shared with reseller': (row, device) => readYesNo(row.cell('Shared with reseller')) === device.shared,
  'Tenant customer name': saysTheCustomer,
  'Inventory ID': (row, device) => row.cell('Inventory ID') === (device.inventory_id ?? ''),
  Description: (row, device) => row.cell('Description') === (device.description ?? ''),
  Site: async (row, device) => {
    const site = await row.records.tenant(device.site_id);
    return site ? row.says('Site', site.name) : row.isEmpty('Site');
  },
  'Customer-owned': (row, device) =>
    readYesNo(row.cell('Customer-owned')) === device.customer_owned || (row.isEmpty('Customer-owned') && isCustomer(row.uploader)),
  'ASCII/AES key': saysTheSecret('ASCII/AES key'),
  Secret: saysTheSecret('Secret'),
  'HTTP username': saysTheSecret('HTTP username'),
  'HTTP password': saysTheSecret('HTTP password'),
  'File name': (row, device) => row.cell('File name') === (device.file_name ?? ''),
  'Accept data from phone': (row, device) => readYesNo(row.cell('Accept data from phone')) === device.accept_data,
  'Virtual phone provisioning': (row, device) => readYesNo(row.cell('Virtual phone provisioning')) === device.virtual,
  Note: saysTheValue('Note'),
  Weight: saysTheValue('Weight'),
  Floor: saysTheValue('Floor'),
  Rack: saysTheValue('Rack'),
};

/** INV-16: a field that is not seen has no values for the uploader. */
function saysTheValue(column: CustomColumn): Says {
  return async (row, device) => {
    const field = await row.records.field(column);
    const has = seesField(row.uploader, field) ? { ...device.custom, ...device.custom_of_reseller }[field.id] : undefined;
    if (row.isEmpty(column)) return has === undefined;
    return has !== undefined && readValue(field, row.cell(column)) === has;
  };
}

/** An empty secret cell says nothing. */
function saysTheSecret(column: SecretColumn): Says {
  return async (row, device) => row.isEmpty(column) || (await row.records.secret(device, SECRET_COLUMNS[column])) === row.cell(column);
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
