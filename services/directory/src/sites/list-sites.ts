import { type Caller, notFound, type Page } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import { scopeColumns } from '../records/scope.js';
import { historyOf, type HistoryRow, type HistoryView, type Named } from '../records/views.js';

interface SiteRow extends HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly approved_model_ids: string[];
}

export interface SiteView extends HistoryView {
  readonly id: string;
  readonly name: string;
  readonly customer: Named;
  readonly approvedModelIds: readonly string[];
}

export interface SiteListQuery extends NameListQuery {
  readonly customerId?: string;
}

const SELECT = `
select s.id, s.name, s.name_key, s.customer_id, c.name as customer_name, s.reseller_id, s.approved_model_ids, s.version, s.created_at, s.updated_at
from sites s join customers c on c.id = s.customer_id`;

const viewOf = (row: SiteRow): SiteView => ({
  id: row.id,
  name: row.name,
  customer: { id: row.customer_id, name: row.customer_name },
  approvedModelIds: row.approved_model_ids,
  ...historyOf(row),
});

export function sitesOf(tx: Tx, { scope }: Caller, query: SiteListQuery): Promise<Page<SiteView>> {
  const where = { ...scopeColumns(scope), ...(query.customerId && { customer_id: query.customerId }) };
  return pageByName(tx, { select: SELECT, where, itemOf: viewOf }, query);
}

export async function siteOf(tx: Tx, id: string): Promise<SiteView> {
  const [row] = await tx.query<SiteRow>(`${SELECT} where s.id = $1`, [id]);
  if (!row) throw notFound('site');
  return viewOf(row);
}
