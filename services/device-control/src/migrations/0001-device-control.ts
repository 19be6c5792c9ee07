import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER, SCOPE_USER } from '@ringfleet/persistence';
import { commonTables } from '@ringfleet/service-kit';
import { tenantTables } from '@ringfleet/tenants';

export class DeviceControl0001 extends Migration {
  override up(): void {
    this.addSql(commonTables());
    this.addSql(tenantTables());
    this.addSql(devices());
    this.addSql(accountsAndModels());
    this.addSql(registrations());
    this.addSql(statuses());
  }
}

const OF_USER = `(${SCOPE_USER} = '' or id = any(array(select devices_tied_to(${SCOPE_USER}))))`;
const ANY_SCOPE = { reseller: 'true', customer: 'true' };

// Copies of inventory's and directory's facts: written where the sequence is newer, deleted ones kept with theirs.
const devices = (): string => `
create table devices (
  id uuid primary key,
  name text not null,
  model_id uuid not null,
  mac text collate "C",
  managed_by uuid,
  shared boolean not null,
  customer_id uuid,
  customer_reseller_id uuid,
  site_id uuid,
  total_ports smallint not null,
  -- Account by port: [{"port": 0, "accountId": "…"}]
  lines jsonb not null,
  -- Since when it is whose it is: what was seen of it before is not told (INV-05).
  held_since timestamptz not null,
  sequence bigint not null,
  deleted_at timestamptz
);
create index devices_mac on devices (mac);
create index devices_site on devices (site_id, id);
create index devices_customer on devices (customer_id, id);
create table device_lines (
  device_id uuid not null,
  port smallint not null,
  account_id uuid not null,
  primary key (device_id, port)
);
create index device_lines_account on device_lines (account_id);
create function devices_tied_to(who text) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select l.device_id from device_lines l join users u on l.account_id = any(u.account_ids) where u.id::text = who and u.deleted_at is null $$;
revoke all on function devices_tied_to(text) from public;
${rowLevelSecurity('devices', {
  reseller: `managed_by = ${SCOPE_RESELLER} or customer_reseller_id = ${SCOPE_RESELLER} or (shared and customer_id is null)`,
  customer: `customer_id = ${SCOPE_CUSTOMER} and ${OF_USER}`,
})}
${rowLevelSecurity('device_lines', { reseller: 'exists (select from devices d where d.id = device_id)', customer: 'exists (select from devices d where d.id = device_id)' })}`;

const accountsAndModels = (): string => `
create table accounts (
  id uuid primary key,
  customer_id uuid not null,
  reseller_id uuid,
  number text not null,
  extension text,
  display_name text,
  -- As compared (INV-02): the address of record that it registers as.
  sip_key text collate "C" not null,
  sequence bigint not null,
  deleted_at timestamptz
);
create index accounts_sip_key on accounts (sip_key);
${rowLevelSecurity('accounts', { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER}` })}
create table models (
  id uuid primary key,
  vendor text not null,
  name text not null,
  dect_multicell boolean not null,
  resync_event text,
  reboot_event text,
  sequence bigint not null,
  deleted_at timestamptz
);
${rowLevelSecurity('models', ANY_SCOPE)}`;

// Bindings are nobody's: what a phone claims to be is not what it is. What of them is a device's, and whose that is, stands in device_statuses.
const registrations = (): string => `
create table bindings (
  registrar text not null,
  aor text not null,
  address text not null,
  ruid text not null,
  aor_key text collate "C" not null,
  mac text collate "C",
  user_agent text,
  remote_ip text,
  host_ip text,
  registered_ip text,
  call_id text not null,
  registered_at timestamptz not null,
  expires_at timestamptz not null,
  -- Registrars tell whole seconds: of two of one second the one that was heard of last is where the phone is.
  heard_at timestamptz not null default clock_timestamp(),
  -- Null while it is registered; then when and how it ended: unregistered, expired, or lost with the registrar's memory.
  ended_at timestamptz,
  ending text,
  -- By the address of record first: what became of one that was told to restart is looked for by it.
  primary key (aor, address, registrar)
);
create index bindings_aor on bindings (aor_key);
create index bindings_mac on bindings (mac);
create index bindings_ruid on bindings (ruid);
create index bindings_open on bindings (registrar, expires_at) where ended_at is null;
create index bindings_ended on bindings (ended_at) where ended_at is not null;
${rowLevelSecurity('bindings')}`;

const statuses = (): string => `
create table device_statuses (
  device_id uuid primary key,
  status text collate "C" not null,
  since timestamptz not null,
  -- Of the binding that it rests on.
  registrar text not null,
  aor text not null,
  ruid text not null,
  mac text,
  user_agent text,
  remote_ip text,
  host_ip text,
  registered_ip text,
  call_id text not null,
  registered_at timestamptz not null,
  expires_at timestamptz not null,
  -- Of each address of record that it registers: {"1001": "registered"}
  lines jsonb not null,
  -- Whose the device was then.
  managed_by uuid,
  customer_id uuid,
  customer_reseller_id uuid,
  version integer not null
);
create index device_statuses_due on device_statuses (expires_at) where status = 'registered';
create index device_statuses_aged on device_statuses (since) where status = 'aged';
${rowLevelSecurity('device_statuses', { reseller: held(`d.managed_by = ${SCOPE_RESELLER} or d.customer_reseller_id = ${SCOPE_RESELLER}`), customer: held('true') })}`;

/** Of a device that it may see, from the time that it had it (INV-05); registrars tell whole seconds. */
const held = (whose: string): string =>
  `exists (select from devices d where d.id = device_id and (${whose}) and device_statuses.registered_at >= date_trunc('second', d.held_since))`;
