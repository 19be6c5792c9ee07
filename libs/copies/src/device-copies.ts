import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { DeviceChanged } from '@ringfleet/contracts';
import type { Tx } from '@ringfleet/persistence';
import { type Columns, type Numbered, orNull, rowOf, writeNewer } from './copies.js';

/** Devices as the database takes them: while PostgreSQL writes, no object of them is in memory. */
export interface DeviceCopies {
  readonly ids: readonly string[];
  /** Of the deleted ones. */
  readonly goneIds: readonly string[];
  /** When the last of them was changed, where any says so. */
  readonly changedAt: Date | undefined;
  readonly columns: readonly string[];
  readonly rows: string;
}

/** @param ownColumns what the service keeps of a device beside what all do */
export function deviceCopies(devices: readonly Numbered<DeviceChanged>[], ownColumns: (state: DeviceChanged) => Columns, now: Date): DeviceCopies {
  const rows = devices.map((device) => rowOf(device, { ...columnsOf(device.state, now), ...ownColumns(device.state) }, now));
  const times = devices.flatMap(({ state }) => (state.change?.at ? timestampDate(state.change.at).getTime() : []));
  return {
    ids: devices.map(({ state }) => state.id),
    goneIds: devices.flatMap(({ state }) => (state.deleted ? state.id : [])),
    changedAt: times.length > 0 ? new Date(Math.max(...times)) : undefined,
    columns: Object.keys(rows[0] ?? {}),
    rows: JSON.stringify(rows),
  };
}

const columnsOf = (state: DeviceChanged, now: Date): Columns => ({
  id: state.id,
  name: state.name,
  model_id: state.modelId,
  mac: orNull(state.macAddress.replaceAll(':', '')),
  managed_by: orNull(state.managedBy),
  shared: state.sharedWithResellers,
  customer_id: orNull(state.customerId),
  customer_reseller_id: orNull(state.customerResellerId),
  site_id: orNull(state.siteId),
  profile_id: orNull(state.profileId),
  total_ports: state.totalPorts,
  lines: state.lines.map(({ port, accountId }) => ({ port, accountId })),
  held_since: state.change?.at ? timestampDate(state.change.at) : now,
});

const HELD_SINCE =
  'case when (kept.managed_by, kept.customer_id) is distinct from (excluded.managed_by, excluded.customer_id) then excluded.held_since else kept.held_since end';

/** Into the service's table `devices`, whose `held_since` stays for as long as the device is with whom it is (INV-05). */
export async function copyDevices(tx: Tx, { columns, rows }: DeviceCopies): Promise<void> {
  if (columns.length > 0) await tx.query(writeNewer('devices', columns, { held_since: HELD_SINCE }), [rows]);
}
