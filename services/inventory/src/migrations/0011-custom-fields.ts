import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_RESELLER } from '@ringfleet/persistence';

const OF_DEVICE = 'exists (select from devices d where d.id = device_id)';

export class Inventory0011CustomFields extends Migration {
  override up(): void {
    this.addSql(fields());
    this.addSql(values());
    this.addSql(views());
  }
}

// A deleted one stays, for the history of devices; its name is free again.
const fields = (): string => `
create table custom_fields (
  id uuid primary key,
  -- null: the provider's.
  owner_reseller_id uuid,
  name text not null,
  name_key text collate "C" not null,
  -- As headers of files are compared.
  header_key text collate "C" not null,
  kind text not null check (kind in ('text', 'number', 'date', 'choice')),
  choices text[] not null,
  internal boolean not null,
  version integer not null,
  deleted_at timestamptz
);
create unique index custom_fields_name on custom_fields (coalesce(owner_reseller_id, '00000000-0000-0000-0000-000000000000'), name_key) where deleted_at is null;
create unique index custom_fields_header on custom_fields (coalesce(owner_reseller_id, '00000000-0000-0000-0000-000000000000'), header_key) where deleted_at is null;
${rowLevelSecurity('custom_fields', {
  reseller: `owner_reseller_id = ${SCOPE_RESELLER} or (owner_reseller_id is null and not internal)`,
  customer: `not internal and (owner_reseller_id is null or owner_reseller_id = ${SCOPE_RESELLER})`,
})}`;

// The values of the live devices once more, so that one index serves filters on every field, and sorts by each. deploy/docs/decisions/custom-fields.md
const values = (): string => `
create table custom_values (
  field_id uuid not null,
  device_id uuid not null,
  -- Of a number ''.
  value text collate "C" not null,
  -- Of all else 0.
  number numeric not null,
  -- The form in which parts are looked for; of a number null.
  search text,
  primary key (device_id, field_id)
);
create index custom_values_sorted on custom_values (field_id, value, number, device_id);
create index custom_values_search on custom_values using gin (search gin_trgm_ops) where search is not null;
${rowLevelSecurity('custom_values', { reseller: OF_DEVICE, customer: OF_DEVICE })}`;

// As of devices (0006): of each kind of scope the values of the devices that it sees, so that conditions reach the indexes.
const views = (): string => `
alter table custom_values no force row level security;
${['provider', 'reseller', 'customer']
  .map(
    (kind) => `
create view custom_values_of_${kind} as select v.* from custom_values v join devices_of_${kind} d on d.id = v.device_id;`,
  )
  .join('')}`;
