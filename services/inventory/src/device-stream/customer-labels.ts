import { type Caller, isId, nameKey } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { resellerCustomerPairs } from '../imports/references.js';

/** A customer that a device is assigned to, as far as the list tells. */
export interface LabelledCustomer {
  readonly id: string;
  readonly name: string;
  /** Of the reseller whose customer it is; null for a direct customer. */
  readonly resellerName: string | null;
  /** Whether import looks for it among the customers of all resellers and of the provider (INV-06): the device is shared. */
  readonly isAmongAll: boolean;
}

/** How a file names a customer, so that import finds that one and no other (IMP-02a): by its name; by `Reseller / Customer` where others are called so too; by its id where that says several things as well. */
export type CustomerLabel = (customer: LabelledCustomer) => string;

const DOUBTFUL = `
select name_key as key, count(*)::int as count from tenants where kind = 'customer' and deleted_at is null
group by name_key having count(*) > 1 or name_key like '%/%'`;
const RESELLERS = `select name_key as key from tenants where kind = 'reseller' and deleted_at is null and name_key = any($1)`;

/** By what the scope of the transaction sees, since whoever imports the file is taken to see the same. */
export async function customerLabels(tx: Tx, { scope }: Pick<Caller, 'scope'>): Promise<CustomerLabel> {
  if (scope.kind === 'customer') return ({ name }) => name;
  const doubtful = await tx.query<{ key: string; count: number }>(DOUBTFUL);
  const shared = new Set(doubtful.flatMap(({ key, count }) => (count > 1 ? [key] : [])));
  const cuts = doubtful.flatMap(({ key }) => resellerCustomerPairs(key));
  const resellers = await tx.query<{ key: string }>(RESELLERS, [[...new Set(cuts.map(({ reseller }) => reseller))]]);
  const known = new Set(resellers.map(({ key }) => key));
  // Names that may be read as a reseller's and a customer's: 'North / Alpine', where there is a reseller North.
  const readTwice = new Set(doubtful.flatMap(({ key }) => (resellerCustomerPairs(key).some(({ reseller }) => known.has(reseller)) ? [key] : [])));
  return ({ id, name, resellerName, isAmongAll }) => {
    const key = nameKey(name);
    if (readTwice.has(key) || isId(key)) return id;
    if (!isAmongAll || !shared.has(key)) return name;
    if (resellerName === null || resellerName.includes('/') || name.includes('/')) return id;
    const label = `${resellerName} / ${name}`;
    return readTwice.has(nameKey(label)) ? id : label;
  };
}
