import type { Tx } from '@ringfleet/persistence';
import type { CustomValues } from '../fields/custom-field.js';
import type { Cause, Device, Source } from './device.js';

/** What a device and a version of it have in common, but for their ids. */
export const VERSIONED = `name, name_key, description, model_id, mac, managed_by, shared, customer_id, customer_reseller_id, site_id, profile_id, inventory_id,
  customer_owned, total_ports, used_ports, retired, file_name, accept_data, virtual, secret_version, extensions, custom, custom_of_reseller, version, created_at, since, by_id, by_name, source, import_id, import_row`;

/** A row of `devices` or `device_versions`, as the driver gives it. */
export interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly description: string | null;
  readonly model_id: string;
  readonly mac: string | null;
  readonly managed_by: string | null;
  readonly shared: boolean;
  readonly customer_id: string | null;
  readonly customer_reseller_id: string | null;
  readonly site_id: string | null;
  readonly profile_id: string | null;
  readonly inventory_id: string | null;
  readonly customer_owned: boolean;
  readonly total_ports: number;
  readonly used_ports: number;
  readonly retired: boolean;
  readonly file_name: string | null;
  readonly accept_data: boolean;
  readonly virtual: boolean;
  readonly secret_version: number;
  readonly extensions: string;
  readonly custom: CustomValues | null;
  readonly custom_of_reseller: CustomValues | null;
  /** Not of a version that is no more. */
  readonly lines?: Readonly<Record<number, string>>;
  readonly version: number;
  readonly created_at: Date;
  readonly since: Date;
  readonly by_id: string;
  readonly by_name: string;
  readonly source: Source;
  readonly import_id: string | null;
  readonly import_row: number | null;
}

export function deviceOf(row: DeviceRow): Device {
  const cause: Cause = { byId: row.by_id, byName: row.by_name, at: row.since, source: row.source, importId: row.import_id, importRow: row.import_row };
  return {
    id: row.id,
    name: row.name,
    nameKey: row.name_key,
    description: row.description,
    modelId: row.model_id,
    mac: row.mac,
    managedBy: row.managed_by,
    shared: row.shared,
    customerId: row.customer_id,
    customerResellerId: row.customer_reseller_id,
    siteId: row.site_id,
    profileId: row.profile_id,
    inventoryId: row.inventory_id,
    customerOwned: row.customer_owned,
    totalPorts: row.total_ports,
    usedPorts: row.used_ports,
    retired: row.retired,
    fileName: row.file_name,
    acceptData: row.accept_data,
    virtual: row.virtual,
    secretVersion: row.secret_version,
    extensions: row.extensions,
    custom: row.custom,
    customOfReseller: row.custom_of_reseller,
    lines: row.lines,
    version: row.version,
    createdAt: row.created_at,
    cause,
  };
}

/** Devices that have one of the names or MAC addresses, as far as the scope of the transaction sees them. */
export async function devicesByKeys(tx: Tx, names: readonly string[], macs: readonly string[]): Promise<readonly Device[]> {
  const byName = await tx.query<DeviceRow>('select * from devices where name_key = any($1)', [names]);
  const byMac = await tx.query<DeviceRow>('select * from devices where mac = any($1)', [macs]);
  const rows = new Map([...byMac, ...byName].map((row) => [row.id, row]));
  return [...rows.values()].map(deviceOf);
}
