import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_RESELLER } from '@ringfleet/persistence';
import { commonTables } from '@ringfleet/service-kit';

const SHARED = '(owner_reseller_id is null and shared)';

export class Profiles0001 extends Migration {
  override up(): void {
    this.addSql(commonTables());
    this.addSql(profiles());
  }
}

// PRV-01: a reseller sees its own and what the provider shares; a customer what may be on its phones, which for a direct one is all of the provider's.
const profiles = (): string => `
create table profiles (
  id uuid primary key,
  name text not null,
  name_key text collate "C" not null,
  -- null: the provider's.
  owner_reseller_id uuid,
  shared boolean not null,
  model_ids uuid[] not null,
  -- The sequence of its events.
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint profiles_name unique nulls not distinct (owner_reseller_id, name_key)
);
create index profiles_in_order on profiles (name_key, id);
${rowLevelSecurity('profiles', {
  reseller: `owner_reseller_id = ${SCOPE_RESELLER} or ${SHARED}`,
  customer: `owner_reseller_id is not distinct from ${SCOPE_RESELLER} or ${SHARED}`,
})}`;
