import { Inject, Injectable } from '@nestjs/common';
import { wasFaster } from '@ringfleet/import-rows';
import { type Caller, headerKey, nameKey, newId, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { OncePerKey, type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { type CustomField, MAX_FIELDS } from './custom-field.js';
import { fieldRecord } from './custom-field.events.js';
import { decideField } from './decide-field.js';
import { type CustomFieldView, fieldView } from './list-fields.js';
import { lockField } from './lock-field.js';

export type NewField = Pick<CustomField, 'name' | 'kind'> & Partial<Pick<CustomField, 'choices' | 'internal'>>;
export type FieldChanges = Partial<Pick<CustomField, 'name' | 'choices' | 'internal'>>;

const INSERT = `
  insert into custom_fields (id, owner_reseller_id, name, name_key, header_key, kind, choices, internal, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (id) do update set name = excluded.name, name_key = excluded.name_key, header_key = excluded.header_key, choices = excluded.choices,
    internal = excluded.internal, version = excluded.version`;

/** Custom fields are defined and changed: the provider's by its administrator, a reseller's by its own (INV-16, DIR-02a). */
@Injectable()
export class SaveField {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(OncePerKey) private readonly once: OncePerKey,
  ) {}

  /** Of the caller's own side. Throws `Refused` 409 `name_not_unique`, `too_many_fields`, and 422 as `decideField`. */
  add(caller: Caller, { name, kind, choices = [], internal = false }: NewField, key: string | undefined): Promise<CustomFieldView> {
    const ownerResellerId = caller.scope.kind === 'reseller' ? caller.scope.resellerId : null;
    const field: CustomField = { id: newId(), ownerResellerId, name, kind, choices, internal, version: 1 };
    decideField(field);
    return named(
      this.once.run({ caller, path: '/api/v1/custom-fields', key, body: { name, kind, choices, internal } }, async (tx) => {
        await refuseTooMany(tx, ownerResellerId);
        return this.keep(tx, caller, field, ['name', 'kind', 'choices', 'internal']);
      }),
    );
  }

  /** Throws `Refused` 403, 404, 412, 428; 409 `name_not_unique`, and `choice_in_use` where a device has a choice that is taken away. */
  change(caller: Caller, { id, ifMatch }: { readonly id: string; readonly ifMatch: string | undefined }, changes: FieldChanges): Promise<CustomFieldView> {
    return named(
      this.database.transaction(caller.scope, async (tx) => {
        const before = await lockField(tx, caller, id);
        requireIfMatch(ifMatch, before.version);
        const { name = before.name, choices = before.choices, internal = before.internal } = changes;
        const after: CustomField = { ...before, name, choices, internal, version: before.version + 1 };
        const fields = (['name', 'choices', 'internal'] as const).filter((fact) => JSON.stringify(before[fact]) !== JSON.stringify(after[fact]));
        if (fields.length === 0) return fieldView(tx, id);
        decideField(after);
        await refuseUsedChoices(
          tx,
          id,
          before.choices.filter((choice) => !choices.includes(choice)),
        );
        return this.keep(tx, caller, after, fields);
      }),
    );
  }

  private async keep(tx: Tx, caller: Caller, field: CustomField, changed: readonly string[]): Promise<CustomFieldView> {
    const { id, ownerResellerId, name, kind, choices, internal, version } = field;
    await tx.query(INSERT, [id, ownerResellerId, name, nameKey(name), headerKey(name), kind, choices, internal, version]);
    await tx.publish([fieldRecord(field, { by: caller, at: this.ports.clock() }, changed)]);
    return fieldView(tx, id);
  }
}

async function refuseTooMany(tx: Tx, owner: string | null): Promise<void> {
  const [row] = await tx.query<{ fields: number }>(
    'select count(*)::int as fields from custom_fields where deleted_at is null and owner_reseller_id is not distinct from $1::uuid',
    [owner],
  );
  if ((row?.fields ?? 0) >= MAX_FIELDS) throw new Refused(409, 'too_many_fields', `There are ${MAX_FIELDS} custom fields already; delete one first.`);
}

async function refuseUsedChoices(tx: Tx, id: string, gone: readonly string[]): Promise<void> {
  if (gone.length === 0) return;
  const [used] = await tx.query<{ value: string }>('select value from custom_values where field_id = $1 and value = any($2) limit 1', [id, gone]);
  if (!used) return;
  const message = `Devices have the choice ${used.value}; give them another first.`;
  throw new Refused(409, 'choice_in_use', message, { errors: [{ code: 'choice_in_use', field: 'choices', message }] });
}

async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!wasFaster(error)) throw error;
    const message = 'There is a custom field of this name already.';
    throw new Refused(409, 'name_not_unique', message, { errors: [{ code: 'name_not_unique', field: 'name', message }] });
  }
}
