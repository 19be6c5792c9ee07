import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity } from '@ringfleet/persistence';

export class Directory0002SignIn extends Migration {
  override up(): void {
    this.addSql(credentials());
    this.addSql(issuer());
    this.addSql(failures());
  }
}

// A person's row of users is read by those above it; what it signs in with, by nobody but sign-in.
const credentials = (): string => `
create table user_credentials (
  user_id uuid primary key references users on delete cascade deferrable initially deferred,
  -- argon2id; null until a password is set by the link.
  password_hash text,
  -- Sealed. Asked for at sign-in once it is confirmed.
  second_factor bytea,
  second_factor_confirmed_at timestamptz,
  -- The 30 s step of the last code taken: a code serves once.
  second_factor_step bigint,
  updated_at timestamptz not null
);
${rowLevelSecurity('user_credentials')}
create table recovery_codes (
  user_id uuid not null references user_credentials on delete cascade deferrable initially deferred,
  code_hash text not null,
  primary key (user_id, code_hash)
);
${rowLevelSecurity('recovery_codes')}
create table password_links (
  token_hash text primary key,
  -- One at a time: a new link makes the old one void.
  user_id uuid not null unique references users on delete cascade deferrable initially deferred,
  made_by uuid not null,
  expires_at timestamptz not null
);
${rowLevelSecurity('password_links')}
-- No longer written: hashes stand in user_credentials. Those in it are of no use, the demo users get theirs anew.
alter table users alter column password_hash drop not null;`;

// Sessions, interactions, grants, codes and refresh tokens. What a client holds is known by its hash alone.
const issuer = (): string => `
create table issuer_records (
  kind text not null,
  id_hash text not null,
  -- Sealed.
  payload bytea not null,
  uid text,
  grant_id text,
  account_id uuid,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (kind, id_hash)
);
create index issuer_records_uid on issuer_records (uid) where uid is not null;
create index issuer_records_grant on issuer_records (grant_id) where grant_id is not null;
create index issuer_records_account on issuer_records (account_id) where account_id is not null;
create index issuer_records_expiry on issuer_records (expires_at);
${rowLevelSecurity('issuer_records')}`;

const failures = (): string => `
alter table sign_in_failures add column kind text not null default 'key' check (kind in ('key', 'user', 'second-factor'));
drop index sign_in_failures_client;
drop index sign_in_failures_address;
create index sign_in_failures_client on sign_in_failures (kind, client_id, at);
create index sign_in_failures_address on sign_in_failures (kind, address, at);`;
