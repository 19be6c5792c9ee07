import { type Caller, notFound, type Page, type Role } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import { scopeColumns } from '../records/scope.js';
import { historyOf, type HistoryRow, type HistoryView, type Named, namedOrNull } from '../records/views.js';

interface ServiceKeyRow extends HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly role: Role;
  readonly reseller_id: string | null;
  readonly reseller_name: string | null;
  readonly customer_id: string | null;
  readonly customer_name: string | null;
  readonly revoked_at: string | null;
}

export interface ServiceKeyView extends HistoryView {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly role: Role;
  readonly reseller: Named | null;
  readonly customer: Named | null;
  readonly revokedAt: string | null;
}

const SELECT = `
select k.id, k.name, k.name_key, k.role, k.reseller_id, r.name as reseller_name, k.customer_id, c.name as customer_name, k.revoked_at,
  k.version, k.created_at, k.updated_at
from service_keys k left join resellers r on r.id = k.reseller_id left join customers c on c.id = k.customer_id`;

const viewOf = (row: ServiceKeyRow): ServiceKeyView => ({
  id: row.id,
  clientId: row.id,
  name: row.name,
  role: row.role,
  reseller: namedOrNull(row.reseller_id, row.reseller_name),
  customer: namedOrNull(row.customer_id, row.customer_name),
  revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at).toISOString(),
  ...historyOf(row),
});

export const serviceKeysOf = (tx: Tx, { scope }: Caller, query: NameListQuery): Promise<Page<ServiceKeyView>> =>
  pageByName(tx, { select: SELECT, where: scopeColumns(scope), itemOf: viewOf }, query);

export async function serviceKeyOf(tx: Tx, id: string): Promise<ServiceKeyView> {
  const [row] = await tx.query<ServiceKeyRow>(`${SELECT} where k.id = $1`, [id]);
  if (!row) throw notFound('service key');
  return viewOf(row);
}
