import { type Caller, isId, lesser, type Permission, type Standing } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';

interface OwnRow {
  readonly gone: boolean;
  /** null of a service key, which has what its customer has. */
  readonly permission: Permission | null;
  readonly customerId: string | null;
}

const OWN = 'select deleted_at is not null as gone, permission, customer_id as "customerId" from users where id = $1';

const CUSTOMER = `select permission from tenants where kind = 'customer' and id = $1 and deleted_at is null and not closing`;

// DIR-06: it has customers, and not one of them may see a device; no user may where its customer may not. Of one that is being deleted nothing is to be made any more.
const OF_RESELLER = `
select coalesce((select deleted_at is not null or closing from tenants where id = $1), false)
  or (select coalesce(bool_and(permission = 'none'), false) from tenants where kind = 'customer' and reseller_id = $1 and deleted_at is null) as absent`;

/** As the copies have it; the transaction may have any scope that sees the caller's own tenant. */
export async function standingOf(tx: Tx, { id, scope }: Pick<Caller, 'id' | 'scope'>): Promise<Standing> {
  const [own] = isId(id) ? await tx.query<OwnRow>(OWN, [id]) : [];
  if (own?.gone) return 'gone';
  if (scope.kind === 'provider') return 'modify';
  if (scope.kind === 'reseller') {
    const [row] = await tx.query<{ absent: boolean }>(OF_RESELLER, [scope.resellerId]);
    return row?.absent ? 'none' : 'modify';
  }
  const [customer] = await tx.query<{ permission: Permission }>(CUSTOMER, [scope.customerId]);
  // Whom directory does not know has no permission yet (DIR-05), whatever its customer has.
  return customer && own?.customerId === scope.customerId ? lesser(customer.permission, own.permission ?? 'modify') : 'none';
}

/** Whether a file had better ask directory first: the copies say no, or know no customer whose permission would decide. */
export async function isDoubtful(tx: Tx, { scope }: Pick<Caller, 'scope'>, standing: Standing): Promise<boolean> {
  if (standing !== 'modify' || scope.kind !== 'reseller') return standing !== 'modify';
  const known = await tx.query(`select from tenants where kind = 'customer' and reseller_id = $1 limit 1`, [scope.resellerId]);
  return known.length === 0;
}
