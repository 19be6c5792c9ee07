import { Migration } from '@mikro-orm/migrations';
import { importTables } from '@ringfleet/import-rows';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';
import { commonTables } from '@ringfleet/service-kit';
import { tenantTables } from '@ringfleet/tenants';

// What a version of a device holds: the live row has the newest, device_versions the ones before.
const DEVICE_COLUMNS = `
  name text not null,
  name_key text collate "C" not null,
  description text,
  model_id uuid not null,
  mac text collate "C",
  managed_by uuid,
  shared boolean not null,
  customer_id uuid,
  customer_reseller_id uuid,
  site_id uuid,
  profile_id uuid,
  inventory_id text,
  customer_owned boolean not null,
  total_ports smallint not null,
  used_ports smallint not null,
  retired boolean not null,
  -- Of the accounts on its ports, in their order; kept by triggers.
  extensions text collate "C" not null default '',
  -- Values of custom fields by their ids (INV-16): of the provider's, and of those of the reseller that manages or holds it. null: none.
  custom jsonb,
  custom_of_reseller jsonb,
  search text not null,
  version integer not null,
  created_at timestamptz not null,
  since timestamptz not null,
  by_id text not null,
  by_name text not null,
  source text not null,
  import_id uuid,
  import_row integer`;

/** DIR-03 and INV-05: what it manages, what its customers hold, and shared devices that nobody holds. */
const DEVICE_SEEN = {
  reseller: `managed_by = ${SCOPE_RESELLER} or customer_reseller_id = ${SCOPE_RESELLER} or (shared and customer_id is null)`,
  customer: `customer_id = ${SCOPE_CUSTOMER}`,
};
// A version is seen by those who held the device then.
const VERSION_SEEN = {
  reseller: `managed_by = ${SCOPE_RESELLER} or customer_reseller_id = ${SCOPE_RESELLER}`,
  customer: `customer_id = ${SCOPE_CUSTOMER}`,
};
/** Stands for all resellers where a device is nobody's and each of them may take it. */
const SHARED_HOLDER = '00000000-0000-0000-0000-000000000000';
const ANY_SCOPE = { reseller: 'true', customer: 'true' };

export class Inventory0001 extends Migration {
  override up(): void {
    this.addSql('create extension if not exists pg_trgm');
    this.addSql(commonTables());
    this.addSql(devices());
    this.addSql(versions());
    this.addSql(models());
    this.addSql(copies());
    this.addSql(importTables());
    this.addSql(taken());
  }
}

const devices = (): string => `
create table devices (
  id uuid primary key,${DEVICE_COLUMNS},
  -- Which reseller sees it, or all of them; a column, so that what stands in an index can be counted without looking at the devices.
  holder uuid generated always as (coalesce(managed_by, customer_reseller_id, case when shared and customer_id is null then '${SHARED_HOLDER}'::uuid end)) stored
);
create unique index devices_name_key on devices (name_key);
create unique index devices_mac on devices (mac);
create index devices_without_mac on devices (id) where mac is null;
-- What a reseller sees, by name: its own and its customers', or those that all resellers may take.
create index devices_holder on devices (holder, name_key) where holder is not null;
-- Every other column that is filtered and sorted by; ids grow, so that a group of equals grows at its end. What uses a record is asked before it is deleted.
create index devices_managed_by on devices (managed_by, id);
create index devices_customer on devices (customer_id, id);
create index devices_site on devices (site_id, id);
create index devices_profile on devices (profile_id, id);
create index devices_model on devices (model_id, id);
create index devices_total_ports on devices (total_ports, id);
create index devices_free_ports on devices ((total_ports - used_ports), id);
create index devices_shared on devices (shared, id);
create index devices_customer_owned on devices (customer_owned, id);
create index devices_state on devices
  ((case when retired then 'retired' when used_ports > 0 then 'inService' when customer_id is null then 'inStock' else 'assigned' end collate "C"), id);
create index devices_extensions on devices (extensions, id);
create index devices_inventory_id on devices ((coalesce(inventory_id, '') collate "C"), id);
create index devices_description on devices ((coalesce(description, '') collate "C"), id);
create index devices_created on devices (created_at, id);
create index devices_since on devices (since, id);
create index devices_search on devices using gin (search gin_trgm_ops);
-- A search for a few devices must not be taken for one of many, which walks the list until it has a page.
alter table devices alter column search set statistics 400;
${rowLevelSecurity('devices', DEVICE_SEEN)}
create table ports (
  device_id uuid not null,
  port smallint not null,
  account_id uuid not null,
  primary key (device_id, port),
  unique (device_id, account_id)
);
create index ports_account on ports (account_id);
${rowLevelSecurity('ports', { reseller: 'exists (select from devices d where d.id = device_id)', customer: 'exists (select from devices d where d.id = device_id)' })}`;

const versions = (): string => `
create table device_versions (
  device_id uuid not null,${DEVICE_COLUMNS},
  ended_at timestamptz not null,
  -- Set where the device was removed: who, and from where.
  removed_by_id text,
  removed_by_name text,
  removed_source text,
  removed_import_id uuid,
  removed_import_row integer,
  primary key (device_id, version, ended_at)
) partition by range (ended_at);
create table device_versions_other partition of device_versions default;
${rowLevelSecurity('device_versions', VERSION_SEEN)}
${rowLevelSecurity('device_versions_other')}
create function keep_versions_of_month(first date) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if to_regclass(format('device_versions_%s', to_char(first, 'YYYY_MM'))) is null then
    execute format('create table device_versions_%s partition of device_versions for values from (%L) to (%L)',
      to_char(first, 'YYYY_MM'), first, first + interval '1 month');
    execute format('alter table device_versions_%s enable row level security', to_char(first, 'YYYY_MM'));
  end if;
end $$;
revoke all on function keep_versions_of_month(date) from public;`;

const models = (): string => `
create table models (
  id uuid primary key,
  vendor text not null,
  name text not null,
  -- Vendor and name in one, as cells and lists say it.
  name_key text collate "C" not null,
  ports smallint not null,
  virtual boolean not null default false,
  dect_base boolean not null default false,
  dect_multicell boolean not null default false,
  version integer not null default 1,
  -- Kept for what devices once were.
  deleted_at timestamptz
);
create unique index models_name_key on models (name_key) where deleted_at is null;
${rowLevelSecurity('models', ANY_SCOPE)}`;

// Copies of other services' facts: upserted where the sequence is newer, deleted ones kept with theirs.
const copies = (): string => `
${tenantTables()}
create table profiles (
  id uuid primary key,
  name text not null,
  name_key text collate "C" not null,
  owner_reseller_id uuid,
  shared boolean not null,
  model_ids uuid[] not null,
  sequence bigint not null,
  deleted_at timestamptz
);
create index profiles_name_key on profiles (name_key);
${rowLevelSecurity('profiles', {
  reseller: `owner_reseller_id = ${SCOPE_RESELLER} or (owner_reseller_id is null and shared)`,
  customer: `owner_reseller_id is null or owner_reseller_id = ${SCOPE_RESELLER}`,
})}
create table accounts (
  id uuid primary key,
  customer_id uuid not null,
  reseller_id uuid,
  number text not null,
  extension text,
  display_name text,
  kind text not null,
  -- About to be deleted: no port takes it any more (design.md §1).
  closing boolean not null default false,
  sequence bigint not null,
  deleted_at timestamptz
);
create index accounts_extension on accounts (extension) where extension is not null;
${rowLevelSecurity('accounts', { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER}` })}`;

// Uniqueness is global while sight is not: which of the keys are in use, and not by whom. The application role may run what
// the owner makes by its default privileges (each database is set up with them), nobody else.
const taken = (): string => `
create function taken_names(keys text[]) returns setof text language sql stable security definer
  set search_path = public, pg_temp as $$ select name_key from devices where name_key = any(keys) $$;
create function taken_macs(keys text[]) returns setof text language sql stable security definer
  set search_path = public, pg_temp as $$ select mac from devices where mac = any(keys) $$;
revoke all on function taken_names(text[]), taken_macs(text[]) from public;`;
