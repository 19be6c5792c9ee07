import { type Caller, notFound, type Page, type Role } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import type { ProvisionDevices } from '../customers/customer.js';
import { scopeColumns } from '../records/scope.js';
import { historyOf, type HistoryRow, type HistoryView, type Named, namedOrNull } from '../records/views.js';

interface UserRow extends HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly role: Role;
  readonly reseller_id: string | null;
  readonly reseller_name: string | null;
  readonly customer_id: string | null;
  readonly customer_name: string | null;
  readonly provision_devices: ProvisionDevices;
  readonly email: string | null;
  readonly account_ids: string[];
  readonly issuer: string | null;
}

export interface UserView extends HistoryView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly reseller: Named | null;
  readonly customer: Named | null;
  /** null: not a customer's; its role decides. */
  readonly provisionDevices: ProvisionDevices | null;
  readonly email: string | null;
  readonly accountIds: readonly string[];
  /** The other OpenID Connect provider that it signs in at, whose claims say name, role and tenant; null: it signs in here. */
  readonly issuer: string | null;
}

export interface UserListQuery extends NameListQuery {
  readonly customerId?: string;
  readonly resellerId?: string;
  readonly role?: Role;
}

const SELECT = `
select u.id, u.name, u.name_key, u.role, u.reseller_id, r.name as reseller_name, u.customer_id, c.name as customer_name, u.provision_devices, u.email,
  u.account_ids, u.issuer, u.version, u.created_at, u.updated_at
from users u left join resellers r on r.id = u.reseller_id left join customers c on c.id = u.customer_id`;

const viewOf = (row: UserRow): UserView => ({
  id: row.id,
  name: row.name,
  role: row.role,
  reseller: namedOrNull(row.reseller_id, row.reseller_name),
  customer: namedOrNull(row.customer_id, row.customer_name),
  provisionDevices: row.customer_id === null ? null : row.provision_devices,
  email: row.email,
  accountIds: row.account_ids,
  issuer: row.issuer,
  ...historyOf(row),
});

export function usersOf(tx: Tx, { scope }: Caller, { customerId, resellerId, role, ...query }: UserListQuery): Promise<Page<UserView>> {
  const where = {
    ...scopeColumns(scope),
    ...(resellerId !== undefined && { reseller_id: resellerId }),
    ...(customerId !== undefined && { customer_id: customerId }),
    ...(role !== undefined && { role }),
  };
  return pageByName(tx, { select: SELECT, where, itemOf: viewOf }, query);
}

export async function userOf(tx: Tx, id: string): Promise<UserView> {
  const [row] = await tx.query<UserRow>(`${SELECT} where u.id = $1`, [id]);
  if (!row) throw notFound('user');
  return viewOf(row);
}
