import { Inject, Injectable } from '@nestjs/common';
import { type Caller, headerKey } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';

/** A custom field as a column of files (INV-16, IMP-02). */
export interface FieldColumn {
  readonly id: string;
  /** By which it is found; the first is what files write. */
  readonly headers: string[];
  readonly choices: string[];
  /** Of the caller's side, or the provider's for a reseller: what templates have. */
  readonly isOwn: boolean;
}

interface FieldRow {
  readonly id: string;
  readonly name: string;
  readonly choices: string[];
  readonly owner: string | null;
  readonly ownerName: string | null;
}

const ADMINISTRATOR_ONLY = 'Administrator only';
const FIELDS = `
  select f.id, f.name, f.choices, f.owner_reseller_id as owner, r.name as "ownerName"
  from custom_fields f left join tenants r on r.id = f.owner_reseller_id
  where f.deleted_at is null and (not $1 or f.owner_reseller_id is not distinct from $2::uuid or exists (select from custom_values v where v.field_id = f.id))
  order by f.owner_reseller_id is distinct from $2::uuid, r.name_key nulls first, f.name_key`;

/** The custom fields that files of a caller may have columns of: its own by their names, others by "North Telecom / Floor" where the name alone is not enough. */
@Injectable()
export class FindFieldColumns {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @param used only those that a device has a value of, and the caller's own */
  async execute({ scope }: Caller, used: boolean): Promise<FieldColumn[]> {
    const own = 'resellerId' in scope ? scope.resellerId : null;
    const rows = await this.database.transaction(scope, (tx) => tx.query<FieldRow>(FIELDS, [used, own]));
    const taken = new Set(rows.flatMap(({ owner, name }) => (owner === own ? [headerKey(name)] : [])));
    return rows.map(({ id, name, choices, owner, ownerName }) => {
      const whole = `${ownerName ?? ADMINISTRATOR_ONLY} / ${name}`;
      const isPlain = owner === own || (scope.kind !== 'provider' && !taken.has(headerKey(name)));
      return { id, choices, headers: isPlain ? [name, whole] : [whole], isOwn: owner === own || scope.kind !== 'provider' };
    });
  }
}
