import type { Caller } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import type { Permission } from '../tenants/tenant.js';

/** What a caller may do in the devices section at most (DIR-04, DIR-06), before the role and the device are looked at. */
export type Standing = Permission;

const RANK: Readonly<Record<Permission, number>> = { none: 0, view: 1, modify: 2 };

/** A user never exceeds its customer (DIR-04). */
export const lesser = (one: Permission, other: Permission): Permission => (RANK[one] <= RANK[other] ? one : other);

const OF_CUSTOMER = `
select t.permission as customer, (select u.permission from users u where u.id::text = $2 and u.deleted_at is null) as own
from tenants t where t.kind = 'customer' and t.id = $1 and t.deleted_at is null`;

// DIR-06: it has customers, and not one of them may see a device; no user may where its customer may not.
const OF_RESELLER = `
select count(*) > 0 and bool_and(permission = 'none') as absent from tenants where kind = 'customer' and reseller_id = $1 and deleted_at is null`;

/** As the copies have it; the transaction may have any scope that sees the caller's own tenant. */
export async function standingOf(tx: Tx, { id, scope }: Pick<Caller, 'id' | 'scope'>): Promise<Standing> {
  if (scope.kind === 'provider') return 'modify';
  if (scope.kind === 'reseller') {
    const [row] = await tx.query<{ absent: boolean | null }>(OF_RESELLER, [scope.resellerId]);
    return row?.absent ? 'none' : 'modify';
  }
  const [row] = await tx.query<{ customer: Permission; own: Permission | null }>(OF_CUSTOMER, [scope.customerId, id]);
  return row ? lesser(row.customer, row.own ?? 'modify') : 'none';
}

/** Whether a file had better ask directory first: the copies say no, or know no customer whose permission would decide. */
export async function isDoubtful(tx: Tx, { scope }: Pick<Caller, 'scope'>, standing: Standing): Promise<boolean> {
  if (standing !== 'modify' || scope.kind !== 'reseller') return standing !== 'modify';
  const known = await tx.query(`select from tenants where kind = 'customer' and reseller_id = $1 limit 1`, [scope.resellerId]);
  return known.length === 0;
}
