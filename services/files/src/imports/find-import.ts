import { type Caller, isId, notFound } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { customerOf, IMPORT_FIELDS, type ImportSummary, resellerOf } from './import-record.js';

/** SQL condition that names the caller's scope, which row-level security enforces anyhow, so that indexes serve. */
export function inScope(caller: Caller, bind: (value: unknown) => string): string {
  if (caller.scope.kind === 'customer') return `customer_id = ${bind(customerOf(caller))}`;
  return caller.scope.kind === 'reseller' ? `reseller_id = ${bind(resellerOf(caller))}` : 'true';
}

/** An import that the transaction's scope may see; locked where asked. Throws `Refused` 404: what one may not see does not exist (DIR-03). */
export async function findImport(tx: Tx, id: string, lock: '' | 'for update' = ''): Promise<ImportSummary> {
  const [record] = isId(id) ? await tx.query<ImportSummary>(`select ${IMPORT_FIELDS} from imports where id = $1 ${lock}`, [id]) : [];
  if (!record) throw notFound('import');
  return record;
}
