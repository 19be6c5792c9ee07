import { type Caller, isId, notFound, Refused } from '@ringfleet/kernel';
import type { Statement, Tx } from '@ringfleet/persistence';
import type { CustomField } from './custom-field.js';
import { FIELDS } from './find-fields.js';

/** A field that is to be changed by the caller: until the transaction ends nobody writes values of it. Throws `Refused` 403, 404. */
export async function lockField(tx: Tx, { scope }: Caller, id: string): Promise<CustomField> {
  const [field] = isId(id) ? await tx.query<CustomField>(`${FIELDS} where deleted_at is null and id = $1 for update`, [id]) : [];
  if (!field) throw notFound('custom field');
  if (scope.kind === 'provider' || (scope.kind === 'reseller' && field.ownerResellerId === scope.resellerId)) return field;
  throw new Refused(403, 'not_permitted', 'The field is the provider’s; ask it.');
}

/** Fields whose values are written must still be as they were when those were judged. */
export const mustBeSame = (fields: readonly Pick<CustomField, 'id' | 'version'>[]): Statement => ({
  sql: `with same as (
      select f.id from custom_fields f join unnest($1::uuid[], $2::int[]) as seen (id, version) on f.id = seen.id and f.version = seen.version
      where f.deleted_at is null order by f.id for share of f)
    select must_be(count(*), $3) from same`,
  params: [fields.map(({ id }) => id), fields.map(({ version }) => version), fields.length],
});
