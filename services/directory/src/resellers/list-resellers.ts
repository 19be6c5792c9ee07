import { notFound, type Page } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import { historyOf, type HistoryRow, type HistoryView } from '../records/views.js';

interface ResellerRow extends HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly line_states_report: boolean;
}

export interface ResellerView extends HistoryView {
  readonly id: string;
  readonly name: string;
  /** Whether it has the line-states report (DIR-08). */
  readonly lineStatesReport: boolean;
}

const SELECT = 'select id, name, name_key, line_states_report, version, created_at, updated_at from resellers';

const viewOf = (row: ResellerRow): ResellerView => ({ id: row.id, name: row.name, lineStatesReport: row.line_states_report, ...historyOf(row) });

export const resellersOf = (tx: Tx, query: NameListQuery): Promise<Page<ResellerView>> => pageByName(tx, { select: SELECT, where: {}, itemOf: viewOf }, query);

export async function resellerOf(tx: Tx, id: string): Promise<ResellerView> {
  const [row] = await tx.query<ResellerRow>(`${SELECT} where id = $1`, [id]);
  if (!row) throw notFound('reseller');
  return viewOf(row);
}
