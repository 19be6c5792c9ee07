import { Permission as ContractPermission, type TenantChanged, type UserChanged } from '@ringfleet/contracts';
import { type Columns, copyStates, type Numbered, orNull } from '@ringfleet/copies';
import { nameKey, type Permission } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';

export const copyTenants = (tx: Tx, tenants: readonly Numbered<TenantChanged>[], now: Date): Promise<void> =>
  copyStates(tx, 'tenants', tenants, tenantColumns, now);

function tenantColumns({ id, name, tenant, closing }: TenantChanged): Columns {
  const own = {
    id,
    kind: tenant.case ?? 'provider',
    name,
    name_key: nameKey(name),
    reseller_id: null,
    customer_id: null,
    permission: null,
    approved_model_ids: [],
    line_states_report: tenant.case === 'provider' || tenant.case === 'reseller' ? tenant.value.lineStatesReport : null,
    closing,
  };
  if (tenant.case === 'customer') return { ...own, reseller_id: orNull(tenant.value.resellerId), permission: PERMISSION_OF[tenant.value.provisionDevices] };
  if (tenant.case === 'site') {
    const { customerId, resellerId, approvedModelIds } = tenant.value;
    return { ...own, customer_id: customerId, reseller_id: orNull(resellerId), approved_model_ids: approvedModelIds };
  }
  return own;
}

// A permission of a later contract is one this code does not know how to give: none.
const PERMISSION_OF: Record<ContractPermission, Permission> = {
  [ContractPermission.UNSPECIFIED]: 'none',
  [ContractPermission.NONE]: 'none',
  [ContractPermission.VIEW]: 'view',
  [ContractPermission.MODIFY]: 'modify',
};

export const copyUsers = (tx: Tx, users: readonly Numbered<UserChanged>[], now: Date): Promise<void> =>
  copyStates(
    tx,
    'users',
    users,
    (state) => ({
      id: state.id,
      name: state.name,
      role: state.role,
      reseller_id: orNull(state.resellerId),
      customer_id: orNull(state.customerId),
      permission: state.customerId === '' || state.serviceKey ? null : PERMISSION_OF[state.provisionDevices],
      account_ids: state.accountIds,
    }),
    now,
  );
