import { nameKey } from '@ringfleet/kernel';
import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import { type Cause, type Device, searchText } from './device.js';
import { type DeviceStep, deviceRecords } from './device.events.js';

/** A device that was to be changed is no longer as it was read: somebody was faster. The work is judged again. */
export class DevicesMoved extends Error {
  override readonly name = 'DevicesMoved';
  readonly transient = true;
}

/**
 * The one writer of devices: writes the net effect of the steps set-wise, and history and events of every step.
 * Throws `DevicesMoved`, and PostgreSQL's unique violation (23505), where another transaction was faster.
 */
export async function writeDevices(tx: Tx, steps: readonly DeviceStep[], modelName: (modelId: string) => string): Promise<void> {
  const created = new Map<string, Device>();
  const deleted: { readonly device: Device; readonly cause: Cause }[] = [];
  for (const step of steps) {
    if (step.kind === 'created') created.set(step.device.id, step.device);
    else deleted.push(step);
  }
  const gone = deleted.filter(({ device }) => !created.delete(device.id));
  await deleteDevices(tx, gone.map(({ device }) => device));
  await insertVersions(tx, deleted);
  await insertDevices(tx, [...created.values()]);
  await tx.publish(steps.flatMap((step): OutgoingRecord[] => deviceRecords(step, modelName(step.device.modelId))));
}

async function deleteDevices(tx: Tx, devices: readonly Device[]): Promise<void> {
  if (devices.length === 0) return;
  const rows = await tx.query(
    `delete from devices d using unnest($1::uuid[], $2::int[]) as seen (id, version)
     where d.id = seen.id and d.version = seen.version and d.used_ports = 0 returning d.id`,
    [devices.map(({ id }) => id), devices.map(({ version }) => version)],
  );
  if (rows.length !== devices.length) throw new DevicesMoved('A device to be removed was changed meanwhile.');
}

async function insertDevices(tx: Tx, devices: readonly Device[]): Promise<void> {
  if (devices.length === 0) return;
  const rows = devices.map((device) => ({ ...columnsOf(device), id: device.id, search: searchText(device) }));
  await tx.query('insert into devices select * from json_populate_recordset(null::devices, $1::json)', [JSON.stringify(rows)]);
}

async function insertVersions(tx: Tx, removed: readonly { readonly device: Device; readonly cause: Cause }[]): Promise<void> {
  if (removed.length === 0) return;
  const rows = removed.map(({ device, cause }) => ({
    ...columnsOf(device),
    device_id: device.id,
    ended_at: cause.at,
    removed_by_id: cause.byId,
    removed_by_name: cause.byName,
    removed_source: cause.source,
    removed_import_id: cause.importId,
    removed_import_row: cause.importRow,
  }));
  await tx.query('insert into device_versions select * from json_populate_recordset(null::device_versions, $1::json)', [JSON.stringify(rows)]);
}

const columnsOf = (device: Device): Record<string, unknown> => ({
  name: device.name,
  name_key: nameKey(device.name),
  description: device.description,
  model_id: device.modelId,
  mac: device.mac,
  managed_by: device.managedBy,
  shared: device.shared,
  customer_id: device.customerId,
  customer_reseller_id: device.customerResellerId,
  site_id: device.siteId,
  profile_id: device.profileId,
  inventory_id: device.inventoryId,
  customer_owned: device.customerOwned,
  total_ports: device.totalPorts,
  used_ports: device.usedPorts,
  retired: device.retired,
  version: device.version,
  created_at: device.createdAt,
  since: device.cause.at,
  by_id: device.cause.byId,
  by_name: device.cause.byName,
  source: device.cause.source,
  import_id: device.cause.importId,
  import_row: device.cause.importRow,
});
