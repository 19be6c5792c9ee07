import { Migration } from '@mikro-orm/migrations';
import { namedId } from '@ringfleet/kernel';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';
import { idempotencyTable } from '@ringfleet/service-kit';

const OF_RESELLER = `reseller_id = ${SCOPE_RESELLER}`;
const OF_CUSTOMER = `customer_id = ${SCOPE_CUSTOMER}`;

export class Directory0003Records extends Migration {
  override up(): void {
    this.addSql(idempotencyTable());
    this.addSql(lineStatesReport());
    this.addSql('alter table accounts add secret_version integer not null default 0');
    this.addSql('update accounts set secret_version = 1 where sip_password is not null');
    this.addSql(people());
    this.addSql(preferences());
    this.addSql(audit());
    this.addSql(firstCredentials());
  }
}

const lineStatesReport = (): string => `
alter table resellers add line_states_report boolean not null default false;
-- One row, which direct customers see. Its version is the sequence of its events: 0 is what nobody changed yet, and nothing was said of it.
create table provider (
  id uuid primary key,
  name text not null,
  line_states_report boolean not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
${rowLevelSecurity('provider', { customer: `${SCOPE_RESELLER} is null` })}
insert into provider values ('${namedId('provider')}', 'Provider', false, 0, now(), now());`;

// Who could log in before there were permissions saw the devices of its customer, and goes on seeing them.
const people = (): string => `
alter table users
  add provision_devices text not null default 'none' check (provision_devices in ('none', 'view', 'modify')),
  add email text,
  add account_ids uuid[] not null default '{}';
update users u set provision_devices = c.provision_devices from customers c where c.id = u.customer_id;
create index users_in_order on users (name_key, id);
create index users_customer on users (customer_id) where customer_id is not null;
create index users_accounts on users using gin (account_ids);`;

const preferences = (): string => `
create table preferences (
  -- Of a user or a service key, or the subject of another issuer's token.
  caller_id text primary key,
  reseller_id uuid,
  customer_id uuid,
  preferences jsonb not null,
  version integer not null,
  updated_at timestamptz not null
);
${rowLevelSecurity('preferences', { reseller: `${OF_RESELLER} and customer_id is null`, customer: OF_CUSTOMER })}`;

// By themselves: what it speaks of may be gone.
const audit = (): string => `
create table audit_entries (
  id uuid primary key,
  at timestamptz not null,
  kind text not null,
  actor_id text,
  actor_name text,
  address text,
  subject_kind text not null,
  subject_id text not null,
  subject_name text not null,
  details jsonb not null,
  reseller_id uuid,
  customer_id uuid
);
create index audit_entries_order on audit_entries (at, id);
create index audit_entries_reseller on audit_entries (reseller_id, at, id) where reseller_id is not null;
create index audit_entries_subject on audit_entries (subject_id, at);
${rowLevelSecurity('audit_entries', { reseller: OF_RESELLER, customer: OF_CUSTOMER })}`;

// A reseller that rotates its key sees the key, not what credentials.json says of it.
const firstCredentials = (): string => `
create function replace_first_credential(changed uuid, sealed bytea) returns void language sql security definer set search_path = public, pg_temp
  as 'update first_credentials set secret = sealed where id = changed';
revoke all on function replace_first_credential(uuid, bytea) from public;`;
