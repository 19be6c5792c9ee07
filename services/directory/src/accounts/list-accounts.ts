import { type Caller, notFound, type Page } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import { scopeColumns } from '../records/scope.js';
import { historyOf, type HistoryRow, type HistoryView, type Named, namedOrNull } from '../records/views.js';
import type { AccountKind } from './account.js';

interface AccountRow extends HistoryRow {
  readonly id: string;
  readonly name_key: string;
  readonly number: string;
  readonly extension: string | null;
  readonly display_name: string | null;
  readonly sip_username: string;
  readonly has_sip_password: boolean;
  readonly kind: AccountKind;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly site_id: string | null;
  readonly site_name: string | null;
}

export interface AccountView extends HistoryView {
  readonly id: string;
  readonly number: string;
  readonly extension: string | null;
  readonly displayName: string | null;
  readonly sipUsername: string;
  /** Whether one is kept; it is shown to nobody. */
  readonly hasSipPassword: boolean;
  readonly kind: AccountKind;
  readonly customer: Named;
  readonly site: Named | null;
}

export interface AccountListQuery extends NameListQuery {
  readonly customerId?: string;
}

const SELECT = `
select a.id, a.number, a.name_key, a.extension, a.display_name, a.sip_username, a.sip_password is not null as has_sip_password, a.kind,
  a.customer_id, c.name as customer_name, a.reseller_id, a.site_id, s.name as site_name, a.version, a.created_at, a.updated_at
from accounts a join customers c on c.id = a.customer_id left join sites s on s.id = a.site_id`;

const viewOf = (row: AccountRow): AccountView => ({
  id: row.id,
  number: row.number,
  extension: row.extension,
  displayName: row.display_name,
  sipUsername: row.sip_username,
  hasSipPassword: row.has_sip_password,
  kind: row.kind,
  customer: { id: row.customer_id, name: row.customer_name },
  site: namedOrNull(row.site_id, row.site_name),
  ...historyOf(row),
});

export function accountsOf(tx: Tx, { scope }: Caller, query: AccountListQuery): Promise<Page<AccountView>> {
  const where = { ...scopeColumns(scope), ...(query.customerId && { customer_id: query.customerId }) };
  return pageByName(tx, { select: SELECT, where, itemOf: viewOf }, query);
}

export async function accountOf(tx: Tx, id: string): Promise<AccountView> {
  const [row] = await tx.query<AccountRow>(`${SELECT} where a.id = $1`, [id]);
  if (!row) throw notFound('account');
  return viewOf(row);
}
