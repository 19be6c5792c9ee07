import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';
import { commonTables } from '@ringfleet/service-kit';

// The version of a record is the sequence of its events.
const RECORD = `
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null`;
const NAMED = `
  id uuid primary key,
  name text not null,
  name_key text collate "C" not null,`;

const OF_RESELLER = `reseller_id = ${SCOPE_RESELLER}`;
const OF_CUSTOMER = `customer_id = ${SCOPE_CUSTOMER}`;

export class Directory0001 extends Migration {
  override up(): void {
    this.addSql(commonTables());
    this.addSql(tree());
    this.addSql(accounts());
    this.addSql(people());
    this.addSql(signIn());
  }
}

// A customer sees the reseller it belongs to: its name stands beside its own.
const tree = (): string => `
create table resellers (${NAMED}${RECORD},
  constraint resellers_name unique (name_key)
);
${rowLevelSecurity('resellers', { reseller: `id = ${SCOPE_RESELLER}`, customer: `id = ${SCOPE_RESELLER}` })}
create table customers (${NAMED}
  -- null: the provider's own, a direct customer.
  reseller_id uuid references resellers deferrable initially deferred,
  provision_devices text not null check (provision_devices in ('none', 'view', 'modify')),${RECORD},
  constraint customers_name unique nulls not distinct (reseller_id, name_key)
);
create index customers_in_order on customers (name_key, id);
${rowLevelSecurity('customers', { reseller: OF_RESELLER, customer: `id = ${SCOPE_CUSTOMER}` })}
create table sites (${NAMED}
  customer_id uuid not null references customers deferrable initially deferred,
  -- The customer's, so that the policy need not look it up.
  reseller_id uuid,
  -- Empty: every model may be placed there (DIR-07).
  approved_model_ids uuid[] not null,${RECORD},
  constraint sites_name unique (customer_id, name_key)
);
create index sites_in_order on sites (name_key, id);
${rowLevelSecurity('sites', { reseller: OF_RESELLER, customer: OF_CUSTOMER })}`;

const accounts = (): string => `
create table accounts (
  id uuid primary key,
  number text not null,
  name_key text collate "C" not null,
  extension text,
  display_name text,
  sip_username text not null,
  sip_username_key text collate "C" not null,
  sip_password bytea,
  kind text not null check (kind in ('phone-terminal', 'queue', 'menu', 'fax', 'other')),
  customer_id uuid not null references customers deferrable initially deferred,
  reseller_id uuid,
  site_id uuid references sites deferrable initially deferred,${RECORD},
  constraint accounts_number unique (name_key),
  constraint accounts_sip_username unique (sip_username_key)
);
create index accounts_customer on accounts (customer_id, name_key);
${rowLevelSecurity('accounts', { reseller: OF_RESELLER, customer: OF_CUSTOMER })}`;

const people = (): string => `
create table users (${NAMED}
  role text not null,
  reseller_id uuid references resellers deferrable initially deferred,
  customer_id uuid references customers deferrable initially deferred,
  password_hash text not null,${RECORD},
  constraint users_name unique (name_key)
);
${rowLevelSecurity('users', { reseller: OF_RESELLER, customer: OF_CUSTOMER })}
create table service_keys (${NAMED}
  role text not null,
  reseller_id uuid references resellers deferrable initially deferred,
  customer_id uuid references customers deferrable initially deferred,
  secret_hash text not null,
  revoked_at timestamptz,${RECORD}
);
create index service_keys_in_order on service_keys (name_key, id);
${rowLevelSecurity('service_keys', { reseller: OF_RESELLER })}`;

const signIn = (): string => `
create table signing_keys (
  id text primary key,
  -- A private JWK, sealed.
  private_key bytea not null,
  created_at timestamptz not null
);
${rowLevelSecurity('signing_keys')}
create table sign_in_failures (
  id uuid primary key,
  at timestamptz not null,
  client_id text not null,
  address text not null
);
create index sign_in_failures_client on sign_in_failures (client_id, at);
create index sign_in_failures_address on sign_in_failures (address, at);
${rowLevelSecurity('sign_in_failures')}
-- What credentials.json says at every start: the first key and, of the demo data, keys and passwords.
create table first_credentials (
  -- Of the service key or the user.
  id uuid primary key,
  kind text not null check (kind in ('first-key', 'reseller-key', 'user')),
  name text not null,
  role text not null,
  secret bytea not null
);
${rowLevelSecurity('first_credentials')}`;
