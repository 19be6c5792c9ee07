import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import { type Cause, type Device, type DeviceStep, searchText } from './device.js';
import { deviceRecords } from './device.events.js';
import { insertStatement, type Statement } from './device-insert.js';

/** A device that was to be changed is no longer as it was read: somebody was faster. The work is judged again. */
export class DevicesMoved extends Error {
  override readonly name = 'DevicesMoved';
  readonly transient = true;
}

/** What is to be written for some steps, ready to be sent to PostgreSQL. */
export interface DevicePlan {
  readonly deletes: readonly Device[];
  readonly inserts: readonly Statement[];
  readonly records: readonly OutgoingRecord[];
}

/** The net effect of the steps, and history and events of every one of them. Pure: it can be made while the steps before are still being written. */
export function planDevices(steps: readonly DeviceStep[], modelName: (modelId: string) => string): DevicePlan {
  const created = new Map<string, Device>();
  const removed: Removed[] = [];
  for (const step of steps) {
    if (step.kind === 'created') created.set(step.device.id, step.device);
    else removed.push(step);
  }
  const deletes = removed.map(({ device }) => device).filter(({ id }) => !created.delete(id));
  const live = [...created.values()];
  return {
    deletes,
    inserts: [...(removed.length > 0 ? [insertVersions(removed)] : []), ...(live.length > 0 ? [insertDevices(live)] : [])],
    records: steps.flatMap((step) => deviceRecords(step, modelName(step.device.modelId))),
  };
}

/**
 * The one writer of devices. The caller publishes the plan's records in the same transaction.
 * Throws `DevicesMoved`, and PostgreSQL's unique violation (23505), where another transaction was faster.
 */
export async function writeDevices(tx: Tx, { deletes, inserts }: DevicePlan): Promise<void> {
  if (deletes.length > 0) await deleteDevices(tx, deletes);
  for (const { sql, params } of inserts) await tx.query(sql, params);
}

interface Removed {
  readonly device: Device;
  readonly cause: Cause;
}

async function deleteDevices(tx: Tx, devices: readonly Device[]): Promise<void> {
  const rows = await tx.query(
    `delete from devices d using unnest($1::uuid[], $2::int[]) as seen (id, version)
     where d.id = seen.id and d.version = seen.version and d.used_ports = 0 returning d.id`,
    [devices.map(({ id }) => id), devices.map(({ version }) => version)],
  );
  if (rows.length !== devices.length) throw new DevicesMoved('A device to be removed was changed meanwhile.');
}

const insertDevices = (devices: readonly Device[]): Statement =>
  insertStatement('devices', devices, (device) => device, [
    { name: 'id', type: 'uuid', value: ({ id }) => id },
    { name: 'search', type: 'text', value: searchText },
  ]);

const insertVersions = (removed: readonly Removed[]): Statement =>
  insertStatement('device_versions', removed, ({ device }) => device, [
    { name: 'device_id', type: 'uuid', value: ({ device }) => device.id },
    { name: 'ended_at', type: 'timestamptz', value: ({ cause }) => cause.at.toISOString() },
    { name: 'removed_by_id', type: 'text', value: ({ cause }) => cause.byId },
    { name: 'removed_by_name', type: 'text', value: ({ cause }) => cause.byName },
    { name: 'removed_source', type: 'text', value: ({ cause }) => cause.source },
    { name: 'removed_import_id', type: 'uuid', value: ({ cause }) => cause.importId },
    { name: 'removed_import_row', type: 'integer', value: ({ cause }) => cause.importRow },
  ]);
