import { Inject, Injectable } from '@nestjs/common';
import { type Caller, isId, notFound, type Page } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import type { CustomField } from './custom-field.js';

/** A custom field as the API shows it. */
export interface CustomFieldView extends Omit<CustomField, 'ownerResellerId'> {
  /** The reseller whose devices have it; null: the provider's. */
  readonly owner: { readonly id: string; readonly name: string } | null;
}

interface FieldRow extends CustomField {
  readonly owner_name: string | null;
  readonly name_key: string;
}

const LISTED = `
  select f.id, f.owner_reseller_id as "ownerResellerId", f.owner_reseller_id::text as owner, f.name, f.name_key, f.kind, f.choices, f.internal, f.version, r.name as owner_name
  from custom_fields f left join tenants r on r.id = f.owner_reseller_id where f.deleted_at is null`;

const viewOf = ({ id, ownerResellerId, owner_name, name, kind, choices, internal, version }: FieldRow): CustomFieldView => ({
  id,
  name,
  owner: ownerResellerId === null ? null : { id: ownerResellerId, name: owner_name ?? '' },
  kind,
  choices,
  internal,
  version,
});

/** The custom fields that a caller sees, by name: of the provider all, of a reseller its own and the provider's, of a customer those of the devices it may have. */
@Injectable()
export class ListFields {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @param owner a reseller's id, or `administrator` */
  execute({ scope }: Caller, query: NameListQuery, owner: string | undefined): Promise<Page<CustomFieldView>> {
    const where = { owner: owner === 'administrator' ? null : owner?.toLowerCase() };
    return this.database.transaction(scope, (tx) => pageByName<FieldRow, CustomFieldView>(tx, { select: LISTED, where, itemOf: viewOf }, query));
  }

  one({ scope }: Caller, id: string): Promise<CustomFieldView> {
    return this.database.transaction(scope, (tx) => fieldView(tx, id));
  }
}

/** Throws `Refused` 404. */
export async function fieldView(tx: Tx, id: string): Promise<CustomFieldView> {
  const [row] = isId(id) ? await tx.query<FieldRow>(`${LISTED} and f.id = $1`, [id]) : [];
  if (!row) throw notFound('custom field');
  return viewOf(row);
}
