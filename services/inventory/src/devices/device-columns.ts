/** A column of the device list: how the API calls it, what it is in SQL, how a filter on it is meant (INV-10). */
export interface DeviceColumn {
  /** Never null, so that pages can be cut anywhere. */
  readonly sort: string;
  readonly filter: 'text' | 'reference' | 'number' | 'boolean' | 'state' | 'mac' | 'none';
  /** What the filter compares, where it is not the sort expression. */
  readonly compared?: string | undefined;
}

const STATE = `case when d.retired then 'retired' when d.used_ports > 0 then 'inService' when d.customer_id is null then 'inStock' else 'assigned' end`;

export const DEVICE_COLUMNS = {
  name: { sort: 'd.name_key', filter: 'text' },
  description: { sort: `coalesce(d.description, '') collate "C"`, filter: 'text' },
  model: { sort: 'm.name_key', filter: 'reference', compared: 'd.model_id' },
  profile: { sort: `coalesce(p.name_key, '')`, filter: 'reference', compared: 'd.profile_id' },
  managedBy: { sort: `coalesce(r.name_key, '')`, filter: 'reference', compared: 'd.managed_by' },
  macAddress: { sort: `coalesce(d.mac, '')`, filter: 'mac' },
  assignedTo: { sort: `coalesce(c.name_key, '')`, filter: 'reference', compared: 'd.customer_id' },
  totalPorts: { sort: 'd.total_ports', filter: 'number' },
  freePorts: { sort: '(d.total_ports - d.used_ports)', filter: 'number' },
  inventoryId: { sort: `coalesce(d.inventory_id, '') collate "C"`, filter: 'text' },
  site: { sort: `coalesce(s.name_key, '')`, filter: 'reference', compared: 'd.site_id' },
  sharedWithResellers: { sort: 'd.shared', filter: 'boolean' },
  customerOwned: { sort: 'd.customer_owned', filter: 'boolean' },
  state: { sort: `(${STATE})`, filter: 'state' },
  createdAt: { sort: 'd.created_at', filter: 'none' },
  updatedAt: { sort: 'd.since', filter: 'none' },
} as const satisfies Record<string, DeviceColumn>;

export type DeviceColumnName = keyof typeof DEVICE_COLUMNS;
export const isDeviceColumn = (name: string): name is DeviceColumnName => Object.hasOwn(DEVICE_COLUMNS, name);

/** Every device with the names of what it refers to. */
export const DEVICES_JOINED = `
  devices d
  join models m on m.id = d.model_id
  left join tenants r on r.id = d.managed_by
  left join tenants c on c.id = d.customer_id
  left join tenants s on s.id = d.site_id
  left join profiles p on p.id = d.profile_id`;

export const DEVICE_FIELDS = `
  d.*, m.vendor as model_vendor, m.name as model_name, r.name as manager_name, c.name as customer_name, s.name as site_name, p.name as profile_name`;
