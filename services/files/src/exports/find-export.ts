import { isId, notFound } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { EXPORT_FIELDS, type ExportRecord } from './export-record.js';

/** An export that the transaction's scope may see; locked where asked. Throws `Refused` 404: what one may not see does not exist (DIR-03). */
export async function findExport(tx: Tx, id: string, lock: '' | 'for update' = ''): Promise<ExportRecord> {
  const [record] = isId(id) ? await tx.query<ExportRecord>(`select ${EXPORT_FIELDS} from exports where id = $1 ${lock}`, [id]) : [];
  if (!record) throw notFound('export');
  return record;
}
