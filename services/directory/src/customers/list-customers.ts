import { type Caller, notFound, type Page } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import { scopeColumns } from '../records/scope.js';
import { historyOf, type HistoryRow, type HistoryView, type Named, namedOrNull } from '../records/views.js';
import type { ProvisionDevices } from './customer.js';

interface CustomerRow extends HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly reseller_id: string | null;
  readonly reseller_name: string | null;
  readonly provision_devices: ProvisionDevices;
}

export interface CustomerView extends HistoryView {
  readonly id: string;
  readonly name: string;
  /** null: a direct customer. */
  readonly reseller: Named | null;
  readonly provisionDevices: ProvisionDevices;
}

export interface CustomerListQuery extends NameListQuery {
  /** 'administrator' for the direct ones, or a reseller's id. */
  readonly managedBy?: string;
}

const SELECT = `
select c.id, c.id as customer_id, c.name, c.name_key, c.reseller_id, r.name as reseller_name, c.provision_devices, c.version, c.created_at, c.updated_at
from customers c left join resellers r on r.id = c.reseller_id`;

const viewOf = (row: CustomerRow): CustomerView => ({
  id: row.id,
  name: row.name,
  reseller: namedOrNull(row.reseller_id, row.reseller_name),
  provisionDevices: row.provision_devices,
  ...historyOf(row),
});

export function customersOf(tx: Tx, { scope }: Caller, query: CustomerListQuery): Promise<Page<CustomerView>> {
  const managedBy = query.managedBy === 'administrator' ? null : query.managedBy;
  const where = { ...scopeColumns(scope), ...(managedBy !== undefined && { reseller_id: managedBy }) };
  return pageByName(tx, { select: SELECT, where, itemOf: viewOf }, query);
}

export async function customerOf(tx: Tx, id: string): Promise<CustomerView> {
  const [row] = await tx.query<CustomerRow>(`${SELECT} where c.id = $1`, [id]);
  if (!row) throw notFound('customer');
  return viewOf(row);
}
