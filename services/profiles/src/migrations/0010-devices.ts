import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER, SCOPE_USER } from '@ringfleet/persistence';

export class Profiles0010Devices extends Migration {
  override up(): void {
    this.addSql(devices());
    this.addSql(accounts());
    this.addSql(deviceSecrets());
    this.addSql(provisioningKeys());
  }
}

// Copies of inventory's and directory's facts: written where the sequence is newer, deleted ones kept with theirs.
const devices = (): string => `
create table devices (
  id uuid primary key,
  name text not null,
  description text,
  model_id uuid not null,
  mac text collate "C",
  managed_by uuid,
  shared boolean not null,
  customer_id uuid,
  customer_reseller_id uuid,
  site_id uuid,
  profile_id uuid,
  file_name text,
  accept_data boolean not null,
  retired boolean not null,
  total_ports smallint not null,
  -- Account by port: [{"port": 0, "accountId": "…"}]
  lines jsonb not null,
  -- Of device_secrets: where the two differ, one copy is late.
  secret_version integer not null,
  -- Since when it is whose it is.
  held_since timestamptz not null,
  sequence bigint not null,
  deleted_at timestamptz
);
create index devices_profile on devices (profile_id) where deleted_at is null;
${rowLevelSecurity('devices', {
  reseller: `managed_by = ${SCOPE_RESELLER} or customer_reseller_id = ${SCOPE_RESELLER} or (shared and customer_id is null)`,
  // Nothing here is for customer-users (DIR-02a).
  customer: `customer_id = ${SCOPE_CUSTOMER} and ${SCOPE_USER} = ''`,
})}`;

const accounts = (): string => `
create table accounts (
  id uuid primary key,
  customer_id uuid not null,
  reseller_id uuid,
  number text not null,
  extension text,
  display_name text,
  sip_username text not null,
  sequence bigint not null,
  deleted_at timestamptz
);
${rowLevelSecurity('accounts', { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER} and ${SCOPE_USER} = ''` })}`;

// Sealed as inventory sent them, and nobody's to see.
const deviceSecrets = (): string => `
create table device_secrets (
  device_id uuid primary key,
  secret bytea,
  http_username bytea,
  http_password bytea,
  ascii_key bytea,
  said_at timestamptz not null,
  -- What the phone signs in with until it has fetched the new ones (PRV-13); null where there is nothing else.
  previous_username bytea,
  previous_password bytea,
  sequence bigint not null,
  deleted_at timestamptz
);
create index device_secrets_deleted on device_secrets (deleted_at) where deleted_at is not null;
${rowLevelSecurity('device_secrets')}`;

/** Whoever sees a device; but of a shared one that is nobody's only its next holder may know it. */
const ofDevice = (whose: string): string => `exists (select from devices d where d.id = device_id and (${whose}))`;

// PRV-04: the part of the address that is the device's alone.
const provisioningKeys = (): string => `
create table provisioning_keys (
  device_id uuid primary key,
  -- What it is looked up by: SHA-256.
  hash text collate "C" not null unique,
  -- What it is shown from.
  sealed bytea not null,
  made_at timestamptz not null,
  -- The key before, which serves until then.
  previous_hash text collate "C" unique,
  previous_until timestamptz,
  -- For whom it was made, as soon as there was somebody: another gets another.
  managed_by uuid,
  customer_id uuid
);
${rowLevelSecurity('provisioning_keys', {
  reseller: ofDevice(`d.managed_by = ${SCOPE_RESELLER} or d.customer_reseller_id = ${SCOPE_RESELLER}`),
  customer: ofDevice('true'),
})}`;
