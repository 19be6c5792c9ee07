import { type Caller, isId, notFound } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { IMPORT_FIELDS, type ImportSummary } from './import-record.js';

/** SQL condition that names the caller's scope, which row-level security enforces anyhow, so that indexes serve. */
export function inScope({ scope }: Caller, bind: (value: unknown) => string): string {
  if (scope.kind === 'customer') return `customer_id = ${bind(scope.customerId)}`;
  return scope.kind === 'reseller' ? `reseller_id = ${bind(scope.resellerId)}` : 'true';
}

/** An import that the transaction's scope may see; locked where asked. Throws `Refused` 404: what one may not see does not exist (DIR-03). */
export async function findImport(tx: Tx, id: string, lock: '' | 'for update' = ''): Promise<ImportSummary> {
  const [record] = isId(id) ? await tx.query<ImportSummary>(`select ${IMPORT_FIELDS} from imports where id = $1 ${lock}`, [id]) : [];
  if (!record) throw notFound('import');
  return record;
}
