import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_RESELLER } from '@ringfleet/persistence';

export class Profiles0012GivenConfigs extends Migration {
  override up(): void {
    this.addSql(givenConfigs());
  }
}

// PRV-11. Whose the device was then: nobody sees what it had before it was theirs (INV-05). Of profiles customers see the name alone (DIR-02a).
const givenConfigs = (): string => `
create table given_configs (
  id uuid primary key,
  device_id uuid not null,
  file text not null,
  -- Of the bytes given: SHA-256, base64url.
  hash text collate "C" not null,
  profile_id uuid not null,
  profile_name text not null,
  profile_version integer not null,
  encrypted boolean not null,
  -- All that it was made of, sealed.
  inputs bytea not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  managed_by uuid,
  customer_id uuid,
  customer_reseller_id uuid
);
create unique index given_configs_hash on given_configs (device_id, file, hash);
${rowLevelSecurity('given_configs', { reseller: `managed_by = ${SCOPE_RESELLER} or customer_reseller_id = ${SCOPE_RESELLER}` })}`;
