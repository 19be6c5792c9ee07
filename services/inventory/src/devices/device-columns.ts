import { STATUS, STATUS_JOINED, STATUS_RANK } from '../statuses/device-status.js';

/** A record that devices refer to, and by whose name they are sorted. */
export interface Reference {
  /** As which the record's table is joined. */
  readonly alias: string;
  /** The records that can be referred to. */
  readonly records: string;
  /** The column of the device. */
  readonly column: string;
  /** Whether one may see a device and not what it refers to: it is then shown and sorted as if it referred to nothing. */
  readonly mayBeHidden?: boolean | undefined;
}

/** A column of the device list: how the API calls it, what it is in SQL, how a filter on it is meant (INV-10). */
export interface DeviceColumn {
  /** Never null, so that pages can be cut anywhere. */
  readonly sort: string;
  readonly filter: 'text' | 'reference' | 'number' | 'boolean' | 'state' | 'mac' | 'extension' | 'time' | 'status';
  /** Which line of `search` has it, without case; from 1. */
  readonly line?: number | undefined;
  readonly reference?: Reference | undefined;
  /** No two devices of one moment have the same, but for those that have none. */
  readonly unique?: boolean | undefined;
  /** Where it may be absent: the column that is null. */
  readonly absent?: string | undefined;
  /** It stands beside the devices, and is known of now alone. */
  readonly beside?: boolean | undefined;
}

/** Of a device `d`: in stock, assigned, in service, retired (INV-17). */
export const STATE = `case when d.retired then 'retired' when d.used_ports > 0 then 'inService' when d.customer_id is null then 'inStock' else 'assigned' end collate "C"`;
const tenants = (kind: string): string => `tenants where kind = '${kind}'`;

export const DEVICE_COLUMNS = {
  name: { sort: 'd.name_key', filter: 'text', line: 1, unique: true },
  description: { sort: `(coalesce(d.description, '') collate "C")`, filter: 'text', line: 4 },
  model: { sort: `m.name_key`, filter: 'reference', reference: { alias: 'm', records: 'models where true', column: 'd.model_id' } },
  profile: {
    sort: `coalesce(p.name_key, '')`,
    filter: 'reference',
    reference: { alias: 'p', records: 'profiles where true', column: 'd.profile_id', mayBeHidden: true },
  },
  managedBy: { sort: `coalesce(r.name_key, '')`, filter: 'reference', reference: { alias: 'r', records: tenants('reseller'), column: 'd.managed_by' } },
  macAddress: { sort: `coalesce(d.mac, '')`, filter: 'mac', line: 2, unique: true, absent: 'd.mac' },
  assignedTo: { sort: `coalesce(c.name_key, '')`, filter: 'reference', reference: { alias: 'c', records: tenants('customer'), column: 'd.customer_id' } },
  totalPorts: { sort: 'd.total_ports', filter: 'number' },
  freePorts: { sort: '(d.total_ports - d.used_ports)', filter: 'number' },
  inventoryId: { sort: `(coalesce(d.inventory_id, '') collate "C")`, filter: 'text', line: 3 },
  extensions: { sort: 'd.extensions', filter: 'extension' },
  site: { sort: `coalesce(s.name_key, '')`, filter: 'reference', reference: { alias: 's', records: tenants('site'), column: 'd.site_id' } },
  sharedWithResellers: { sort: 'd.shared', filter: 'boolean' },
  customerOwned: { sort: 'd.customer_owned', filter: 'boolean' },
  state: { sort: `(${STATE})`, filter: 'state' },
  status: { sort: STATUS_RANK, filter: 'status', beside: true },
  createdAt: { sort: 'd.created_at', filter: 'time' },
  updatedAt: { sort: 'd.since', filter: 'time' },
} as const satisfies Record<string, DeviceColumn>;

export type DeviceColumnName = keyof typeof DEVICE_COLUMNS;
export const isDeviceColumn = (name: string): name is DeviceColumnName => Object.hasOwn(DEVICE_COLUMNS, name);

/**
 * The names of what a device `d` refers to. The model, which every device has, is joined as what may be absent is: behind policies PostgreSQL takes few rows for visible, of an inner join fewer still, and then
 * goes through all names for each device.
 */
export const NAMES_JOINED = `
  left join models m on m.id = d.model_id
  left join tenants r on r.id = d.managed_by
  left join tenants c on c.id = d.customer_id
  left join tenants s on s.id = d.site_id
  left join profiles p on p.id = d.profile_id`;

/** What a view of a live device `d` shows besides: the names of what it refers to, and whether it is registered. */
export const VIEW_JOINED = `${NAMES_JOINED} ${STATUS_JOINED}`;

/** Every device with them. */
export const DEVICES_JOINED = `
  devices d ${VIEW_JOINED}`;

export const NAME_FIELDS = `m.vendor as model_vendor, m.name as model_name, r.name as manager_name, c.name as customer_name, s.name as site_name, p.name as profile_name`;
export const VIEW_FIELDS = `${NAME_FIELDS}, ${STATUS} as status`;
export const DEVICE_FIELDS = `
  d.*, ${VIEW_FIELDS}`;
