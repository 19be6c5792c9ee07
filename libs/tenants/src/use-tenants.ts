import { Refused } from '@ringfleet/kernel';
import type { Statement, Tx } from '@ringfleet/persistence';

/**
 * SQL that counts which of the records in the copy ($1: their ids) are closing or gone. Until the transaction ends nobody closes the others: who is about to delete
 * one (design.md §1) either waits for this transaction and then sees what it wrote, or was first, and this sees that.
 */
const closedAmong = (copy: 'tenants' | 'accounts'): string => `
with used as (select closing or deleted_at is not null as closed from ${copy} where id = any($1::uuid[]) order by id for share)
select count(*) filter (where closed) as closed from used`;

/** In a database that has `must_be` (libs/import-rows): what is refused is judged again, and then sees that the record is closing. */
export const useOpen = (copy: 'tenants' | 'accounts', ids: readonly string[]): Statement => ({
  sql: `select must_be(closed, 0) from (${closedAmong(copy)}) as used`,
  params: [ids],
});

/** Throws `Refused` 409 `being_deleted` where something new was to belong to a tenant that is being deleted. */
export async function useTenant(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.query<{ closed: string }>(closedAmong('tenants'), [[id]]);
  if (row?.closed !== '0') throw new Refused(409, 'being_deleted', 'Whom it would belong to is just being deleted.');
}
