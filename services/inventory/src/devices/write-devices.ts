import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Statement, Tx } from '@ringfleet/persistence';
import { type Cause, type Device, type DeviceStep, searchText } from './device.js';
import { deviceRecords } from './device.events.js';
import { insertStatement } from './device-insert.js';

/** What is to be written for some steps: statements in their order, to be run in one transaction with the publishing of the records. */
export interface DevicePlan {
  readonly statements: readonly Statement[];
  readonly records: readonly OutgoingRecord[];
}

/** A unique key that a concurrent writer took first. */
const UNIQUE_VIOLATION = '23505';
/** Raised by `must_be` where a device that was to be changed is no longer as it was read. */
const MOVED = 'RF002';

/** Whether a plan failed because somebody was faster; the work is judged again, and then sees what they did. */
export const wasFaster = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === UNIQUE_VIOLATION || error.code === MOVED);

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
    statements: [
      ...(deletes.length > 0 ? [deleteDevices(deletes)] : []),
      ...(removed.length > 0 ? [insertVersions(removed)] : []),
      ...(live.length > 0 ? [insertDevices(live)] : []),
    ],
    records: deviceRecords(steps, modelName),
  };
}

/** Runs a plan in a transaction of the caller, who publishes its records there. Throws what `wasFaster` knows where another transaction was faster. */
export async function writeDevices(tx: Tx, { statements }: DevicePlan): Promise<void> {
  for (const { sql, params } of statements) await tx.query(sql, params);
}

interface Removed {
  readonly device: Device;
  readonly cause: Cause;
}

const deleteDevices = (devices: readonly Device[]): Statement => ({
  sql: `with gone as (
       delete from devices d using unnest($1::uuid[], $2::int[]) as seen (id, version)
       where d.id = seen.id and d.version = seen.version and d.used_ports = 0 returning d.id)
     select must_be(count(*), $3) from gone`,
  params: [devices.map(({ id }) => id), devices.map(({ version }) => version), devices.length],
});

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
