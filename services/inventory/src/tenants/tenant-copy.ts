import { AccountKind, type AccountChanged, Permission, type TenantChanged, type UserChanged } from '@ringfleet/contracts';
import type { ProfileChanged } from '@ringfleet/contracts';
import { nameKey } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';

/** A state of another service's record with its number; the newer number wins. */
export interface Numbered<State> {
  readonly sequence: bigint;
  readonly state: State;
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** One statement for many states; a row is written where the state is newer than the one kept. */
async function upsert(tx: Tx, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0] ?? {});
  const sets = columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
  await tx.query(
    `insert into ${table} as kept (${columns.join(', ')})
     select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)
     on conflict (id) do update set ${sets.join(', ')} where excluded.sequence > kept.sequence`,
    [JSON.stringify(rows)],
  );
}

export const copyTenants = (tx: Tx, tenants: readonly Numbered<TenantChanged>[], now: Date): Promise<void> =>
  upsert(
    tx,
    'tenants',
    tenants.map(({ sequence, state }) => ({ ...tenantRow(state), sequence: sequence.toString(), deleted_at: state.deleted ? now : null })),
  );

function tenantRow({ id, name, tenant }: TenantChanged): Record<string, unknown> {
  const own = {
    id,
    kind: tenant.case ?? 'provider',
    name,
    name_key: nameKey(name),
    reseller_id: null,
    customer_id: null,
    permission: null,
    approved_model_ids: [],
  };
  if (tenant.case === 'customer') return { ...own, reseller_id: orNull(tenant.value.resellerId), permission: PERMISSIONS[tenant.value.provisionDevices] };
  if (tenant.case === 'site') {
    const { customerId, resellerId, approvedModelIds } = tenant.value;
    return { ...own, customer_id: customerId, reseller_id: orNull(resellerId), approved_model_ids: approvedModelIds };
  }
  return own;
}

// A permission of a later contract is one this code does not know how to give: none.
const PERMISSIONS: Record<Permission, 'none' | 'view' | 'modify'> = {
  [Permission.UNSPECIFIED]: 'none',
  [Permission.NONE]: 'none',
  [Permission.VIEW]: 'view',
  [Permission.MODIFY]: 'modify',
};

export const copyProfiles = (tx: Tx, profiles: readonly Numbered<ProfileChanged>[], now: Date): Promise<void> =>
  upsert(
    tx,
    'profiles',
    profiles.map(({ sequence, state }) => ({
      id: state.id,
      name: state.name,
      name_key: nameKey(state.name),
      owner_reseller_id: orNull(state.ownerResellerId),
      shared: state.shared,
      model_ids: state.modelIds,
      sequence: sequence.toString(),
      deleted_at: state.deleted ? now : null,
    })),
  );

export const copyAccounts = (tx: Tx, accounts: readonly Numbered<AccountChanged>[], now: Date): Promise<void> =>
  upsert(
    tx,
    'accounts',
    accounts.map(({ sequence, state }) => ({
      id: state.id,
      customer_id: state.customerId,
      reseller_id: orNull(state.resellerId),
      number: state.number,
      extension: orNull(state.extension),
      display_name: orNull(state.displayName),
      kind: state.kind === AccountKind.PHONE_TERMINAL ? 'phone' : 'other',
      sequence: sequence.toString(),
      deleted_at: state.deleted ? now : null,
    })),
  );

export const copyUsers = (tx: Tx, users: readonly Numbered<UserChanged>[], now: Date): Promise<void> =>
  upsert(
    tx,
    'users',
    users.map(({ sequence, state }) => ({
      id: state.id,
      name: state.name,
      role: state.role,
      reseller_id: orNull(state.resellerId),
      customer_id: orNull(state.customerId),
      permission: state.customerId === '' ? null : PERMISSIONS[state.provisionDevices],
      account_ids: state.accountIds,
      sequence: sequence.toString(),
      deleted_at: state.deleted ? now : null,
    })),
  );
