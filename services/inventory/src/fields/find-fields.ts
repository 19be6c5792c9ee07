import { isId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type CustomField, type FieldsById, NO_FIELDS } from './custom-field.js';

/** SQL that selects fields as `CustomField`. */
export const FIELDS = `select id, owner_reseller_id as "ownerResellerId", name, kind, choices, internal, version from custom_fields`;

/** Those of the fields that there are and that the scope of the transaction sees. */
export async function fieldsById(tx: Tx, ids: Iterable<string>): Promise<FieldsById> {
  const wanted = [...new Set(ids)].filter(isId);
  if (wanted.length === 0) return NO_FIELDS;
  const fields = await tx.query<CustomField>(`${FIELDS} where deleted_at is null and id = any($1::uuid[])`, [wanted]);
  return new Map(fields.map((field) => [field.id, field]));
}
