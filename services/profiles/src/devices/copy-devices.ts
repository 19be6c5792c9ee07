import { timestampDate } from '@bufbuild/protobuf/wkt';
import { type AccountChanged, type DeviceChanged, LifecycleState } from '@ringfleet/contracts';
import type { Tx } from '@ringfleet/persistence';
import { copyRows, type Numbered, orNull } from '@ringfleet/tenants';

export async function copyDevices(tx: Tx, devices: readonly Numbered<DeviceChanged>[], now: Date): Promise<void> {
  if (devices.length === 0) return;
  await tx.query(COPY_DEVICES, [JSON.stringify(devices.map(({ sequence, state }) => deviceRow(state, sequence, now)))]);
}

const deviceRow = (state: DeviceChanged, sequence: bigint, now: Date): Readonly<Record<string, unknown>> => ({
  id: state.id,
  name: state.name,
  description: orNull(state.description),
  model_id: state.modelId,
  mac: orNull(state.macAddress.replaceAll(':', '')),
  managed_by: orNull(state.managedBy),
  shared: state.sharedWithResellers,
  customer_id: orNull(state.customerId),
  customer_reseller_id: orNull(state.customerResellerId),
  site_id: orNull(state.siteId),
  profile_id: orNull(state.profileId),
  file_name: orNull(state.fileName),
  accept_data: state.acceptDataFromPhone,
  retired: state.state === LifecycleState.RETIRED,
  total_ports: state.totalPorts,
  lines: state.lines.map(({ port, accountId }) => ({ port, accountId })),
  secret_version: state.secretVersion,
  held_since: state.change?.at ? timestampDate(state.change.at) : now,
  sequence: sequence.toString(),
  deleted_at: state.deleted ? now : null,
});

const COPIED = [
  'name',
  'description',
  'model_id',
  'mac',
  'managed_by',
  'shared',
  'customer_id',
  'customer_reseller_id',
  'site_id',
  'profile_id',
  'file_name',
  'accept_data',
  'retired',
  'total_ports',
  'lines',
  'secret_version',
  'sequence',
  'deleted_at',
];
const COPY_DEVICES = `
insert into devices as kept (id, held_since, ${COPIED.join(', ')})
select id, held_since, ${COPIED.join(', ')} from jsonb_populate_recordset(null::devices, $1::jsonb) order by id
on conflict (id) do update set
  held_since = case when (kept.managed_by, kept.customer_id) is distinct from (excluded.managed_by, excluded.customer_id) then excluded.held_since else kept.held_since end,
  ${COPIED.map((column) => `${column} = excluded.${column}`).join(', ')}
where excluded.sequence > kept.sequence`;

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
      sip_username: state.sipUsername,
      sequence: sequence.toString(),
      deleted_at: state.deleted ? now : null,
    })),
  );
