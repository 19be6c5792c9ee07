import { isCustomer, seesTenant, type TenantRow } from './records.js';
import type { Row } from './row.js';
import { key, sameName } from './words.js';

const COLUMN = 'Tenant customer name';

/** IMP-02a: by name, by the customer's ID, or as `Reseller / Customer`; both names may hold slashes themselves. */
export function namesCustomer(cell: string, customer: TenantRow, reseller: TenantRow | undefined): boolean {
  const parts = cell.split('/');
  const both = parts.some(
    (_, at) => reseller !== undefined && sameName(parts.slice(0, at).join('/'), reseller.name) && sameName(parts.slice(at).join('/'), customer.name),
  );
  return sameName(cell, customer.name) || key(cell) === customer.id || both;
}

/**
 * The customer of an Add (IMP-02a, INV-06, DIR-05): null for nobody, undefined where the cell, or what it rests on, is wrong.
 * @param manager the managing reseller, null for Administrator only, undefined where that cell is wrong
 * @param shared undefined where that cell is wrong
 */
export async function judgeCustomer(row: Row, manager: string | null | undefined, shared: boolean | undefined): Promise<TenantRow | null | undefined> {
  if (isCustomer(row.uploader)) return itself(row);
  if (row.isEmpty(COLUMN)) return null;
  if (manager === undefined || (manager === null && shared === undefined)) return undefined;

  const named: TenantRow[] = [];
  for (const customer of await row.records.tenants('customer')) {
    if (seesTenant(row.uploader, customer) && namesCustomer(row.cell(COLUMN), customer, await row.records.tenant(customer.reseller_id))) named.push(customer);
  }
  const allowed = named.filter((customer) => {
    if (manager !== null) return customer.reseller_id === manager;
    return shared || customer.reseller_id === null;
  });
  const [customer] = allowed;
  if (!customer) row.reject(COLUMN, named.length > 0 ? 'customer_of_another_reseller' : 'unknown_customer');
  else if (allowed.length > 1) row.reject(COLUMN, 'ambiguous_customer');
  else return judgePermission(row, customer);
  return undefined;
}

/** IMP-02b: in a customer's file the cell is empty or says that customer. */
async function itself(row: Row): Promise<TenantRow | undefined> {
  const customer = await row.records.tenant(row.uploader.customerId);
  if (!customer) throw new Error('The uploader is no customer.');
  const says = row.isEmpty(COLUMN) || namesCustomer(row.cell(COLUMN), customer, await row.records.tenant(customer.reseller_id));
  if (says) return judgePermission(row, customer);
  row.reject(COLUMN, 'not_permitted');
  return undefined;
}

/** DIR-05. The customer is known all the same. */
function judgePermission(row: Row, customer: TenantRow): TenantRow {
  if (customer.permission === 'view') row.reject(COLUMN, 'customer_view_only');
  if (customer.permission === 'none') row.reject(COLUMN, 'customer_permission_none');
  return customer;
}
