import { type Caller, isId, nameKey } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { resellerCustomerPairs } from '../imports/references.js';

/** How a file names a customer whose name alone does not say it. */
export interface CustomerLabel {
  readonly id: string;
  /** On devices for which import looks among the customers of all resellers and of the provider (INV-06): shared ones. */
  readonly isAmongAll: boolean;
  readonly label: string;
}

interface Customer {
  readonly id: string;
  readonly name: string;
  /** Of the reseller whose customer it is; null for a direct customer. */
  readonly resellerName: string | null;
}

const DOUBTFUL = `
select name_key as key, count(*)::int as count from tenants where kind = 'customer' and deleted_at is null
group by name_key having count(*) > 1 or name_key like '%/%'`;
const RESELLERS = `select name_key as key from tenants where kind = 'reseller' and deleted_at is null and name_key = any($1)`;
/** Those of doubtful names, and those whose name has as many characters as an id. */
const CUSTOMERS = `
select c.id, c.name, r.name as "resellerName" from tenants c left join tenants r on r.id = c.reseller_id
where c.kind = 'customer' and (c.name_key = any($1) or length(c.name_key) = 36)`;

/**
 * The customers that a file names by more than their name, so that import finds this one and no other (IMP-02a): by `Reseller / Customer` where others are called so too; by the id where that says several
 * things as well. By what the scope of the transaction sees, since whoever imports the file is taken to see the same.
 */
export async function customerLabels(tx: Tx, { scope }: Pick<Caller, 'scope'>): Promise<readonly CustomerLabel[]> {
  if (scope.kind === 'customer') return [];
  const doubtful = await tx.query<{ key: string; count: number }>(DOUBTFUL);
  const shared = new Set(doubtful.flatMap(({ key, count }) => (count > 1 ? [key] : [])));
  const cuts = doubtful.flatMap(({ key }) => resellerCustomerPairs(key));
  const resellers = await tx.query<{ key: string }>(RESELLERS, [[...new Set(cuts.map(({ reseller }) => reseller))]]);
  const known = new Set(resellers.map(({ key }) => key));
  // Names that may be read as a reseller's and a customer's: 'North / Alpine', where there is a reseller North.
  const readTwice = new Set(doubtful.flatMap(({ key }) => (resellerCustomerPairs(key).some(({ reseller }) => known.has(reseller)) ? [key] : [])));
  const labelOf = ({ id, name, resellerName }: Customer, isAmongAll: boolean): string => {
    const key = nameKey(name);
    if (readTwice.has(key) || isId(key)) return id;
    if (!isAmongAll || !shared.has(key)) return name;
    if (resellerName === null || resellerName.includes('/') || name.includes('/')) return id;
    const label = `${resellerName} / ${name}`;
    return readTwice.has(nameKey(label)) ? id : label;
  };
  const customers = await tx.query<Customer>(CUSTOMERS, [doubtful.map(({ key }) => key)]);
  return customers
    .flatMap((customer) => [true, false].map((isAmongAll) => ({ id: customer.id, isAmongAll, label: labelOf(customer, isAmongAll), name: customer.name })))
    .flatMap(({ name, ...labelled }) => (labelled.label === name ? [] : [labelled]));
}
