import type { Tx } from '@ringfleet/persistence';
import { Account } from '../accounts/account.js';
import { TO_REFER } from '../records/found.js';
import { unknownReference } from '../records/refer.js';

/** The accounts meant, each once. One that is not the customer's is unknown. */
export async function accountsOfUser(tx: Tx, customerId: string | null, wanted: readonly string[] = []): Promise<readonly string[]> {
  const ids = [...new Set(wanted.map((id) => id.toLowerCase()))];
  if (ids.length === 0) return ids;
  const accounts = await tx.em.find(Account, { id: { $in: ids }, customerId: customerId ?? null, closingSince: null }, { ...TO_REFER, orderBy: { id: 'asc' } });
  if (accounts.length < ids.length) throw unknownReference('accountIds', 'unknown_account');
  return ids;
}
