import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { AccountChanged, DeviceChanged, ModelChanged } from '@ringfleet/contracts';
import { nameKey } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { copyRows, type Numbered, orNull } from '@ringfleet/tenants';

/** Devices as the database takes them. */
export interface DeviceCopies {
  readonly ids: readonly string[];
  readonly rows: string;
}

export const deviceCopies = (devices: readonly Numbered<DeviceChanged>[], now: Date): DeviceCopies => ({
  ids: devices.map(({ state }) => state.id),
  rows: JSON.stringify(devices.map(({ sequence, state }) => deviceRow(state, sequence, now))),
});

export async function copyDevices(tx: Tx, { ids, rows }: DeviceCopies): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(COPY_DEVICES, [rows]);
  await tx.query('delete from device_lines where device_id = any($1::uuid[])', [ids]);
  await tx.query(LINES, [ids]);
}

const deviceRow = (state: DeviceChanged, sequence: bigint, now: Date): Readonly<Record<string, unknown>> => ({
  id: state.id,
  name: state.name,
  model_id: state.modelId,
  mac: orNull(state.macAddress.replaceAll(':', '')),
  managed_by: orNull(state.managedBy),
  shared: state.sharedWithResellers,
  customer_id: orNull(state.customerId),
  customer_reseller_id: orNull(state.customerResellerId),
  site_id: orNull(state.siteId),
  total_ports: state.totalPorts,
  lines: state.lines.map(({ port, accountId }) => ({ port, accountId })),
  held_since: state.change?.at ? timestampDate(state.change.at) : now,
  sequence: sequence.toString(),
  deleted_at: state.deleted ? now : null,
});

const COPIED = 'name, model_id, mac, managed_by, shared, customer_id, customer_reseller_id, site_id, total_ports, lines, sequence, deleted_at';
const COPY_DEVICES = `
insert into devices as kept (id, held_since, ${COPIED})
select id, held_since, ${COPIED} from jsonb_populate_recordset(null::devices, $1::jsonb) order by id
on conflict (id) do update set (held_since, ${COPIED}) = (
  case when (kept.managed_by, kept.customer_id) is distinct from (excluded.managed_by, excluded.customer_id) then excluded.held_since else kept.held_since end,
  ${COPIED.split(', ')
    .map((column) => `excluded.${column}`)
    .join(', ')})
where excluded.sequence > kept.sequence`;

const LINES = `
insert into device_lines (device_id, port, account_id)
select d.id, line.port, line."accountId" from devices d, jsonb_to_recordset(d.lines) as line (port smallint, "accountId" uuid)
where d.id = any($1::uuid[]) and d.deleted_at is null`;

export const copyAccounts = (tx: Tx, accounts: readonly Numbered<AccountChanged>[], now: Date): Promise<void> =>
  copyRows(
    tx,
    'accounts',
    accounts.map(({ sequence, state }) => ({
      id: state.id,
      customer_id: state.customerId,
      reseller_id: orNull(state.resellerId),
      number: state.number,
      extension: orNull(state.extension),
      display_name: orNull(state.displayName),
      sip_key: nameKey(state.sipUsername),
      sequence: sequence.toString(),
      deleted_at: state.deleted ? now : null,
    })),
  );

export const copyModels = (tx: Tx, models: readonly Numbered<ModelChanged>[], now: Date): Promise<void> =>
  copyRows(
    tx,
    'models',
    models.map(({ sequence, state }) => ({
      id: state.id,
      vendor: state.vendor,
      name: state.name,
      dect_multicell: state.dectMulticell,
      resync_event: orNull(state.resyncEvent),
      reboot_event: orNull(state.rebootEvent),
      sequence: sequence.toString(),
      deleted_at: state.deleted ? now : null,
    })),
  );
