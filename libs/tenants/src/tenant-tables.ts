import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';

/** Statements of a service's migration: the copies of directory's tree, users and keys. Written where the sequence is newer; deleted ones are kept with theirs. */
export const tenantTables = (): string => `
create table tenants (
  id uuid primary key,
  kind text not null,
  name text not null,
  name_key text collate "C" not null,
  reseller_id uuid,
  customer_id uuid,
  permission text,
  approved_model_ids uuid[] not null default '{}',
  -- Of the provider and of resellers (DIR-08).
  line_states_report boolean,
  -- About to be deleted: no new use of it (design.md §1).
  closing boolean not null default false,
  sequence bigint not null,
  deleted_at timestamptz
);
create index tenants_name_key on tenants (name_key, kind);
create index tenants_customer on tenants (customer_id) where customer_id is not null;
create index tenants_reseller on tenants (reseller_id) where kind = 'customer';
${rowLevelSecurity('tenants', {
  reseller: `id = ${SCOPE_RESELLER} or reseller_id = ${SCOPE_RESELLER}`,
  customer: `id = ${SCOPE_CUSTOMER} or customer_id = ${SCOPE_CUSTOMER} or id = ${SCOPE_RESELLER}`,
})}
-- Service keys too, which have no permission of their own.
create table users (
  id uuid primary key,
  name text not null,
  role text not null,
  reseller_id uuid,
  customer_id uuid,
  permission text,
  account_ids uuid[] not null,
  sequence bigint not null,
  deleted_at timestamptz
);
create index users_deleted on users (id) where deleted_at is not null;
${rowLevelSecurity('users', { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER}` })}`;
