import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_RESELLER } from '@ringfleet/persistence';
import { idempotencyTable } from '@ringfleet/service-kit';

export class Profiles0003Versions extends Migration {
  override up(): void {
    this.addSql(idempotencyTable());
    this.addSql(settings());
    this.addSql(versions());
    this.addSql(models());
  }
}

const settings = (): string => `
alter table profiles
  add column parent_id uuid references profiles,
  -- The version that phones get; null where none was published yet.
  add column published_number integer,
  add column last_number integer not null default 0,
  -- About to be deleted (design.md §1).
  add column closing_since timestamptz,
  add column closing_by_id text,
  add column closing_by_name text;
create index profiles_parent on profiles (parent_id) where parent_id is not null;
create index profiles_closing on profiles (closing_since) where closing_since is not null;`;

// A reseller sees all versions of its own profiles, and of shared ones those that were published; a customer none (DIR-02a).
const versions = (): string => `
create table profile_versions (
  profile_id uuid not null references profiles on delete cascade,
  number integer not null,
  note text not null,
  -- Variables and values; a secret is sealed.
  content jsonb not null,
  -- Grows with each change of a draft.
  version integer not null,
  created_at timestamptz not null,
  created_by_id text,
  created_by_name text,
  updated_at timestamptz not null,
  -- Null: a draft. A version that was published once does not change any more.
  published_at timestamptz,
  published_by_id text,
  published_by_name text,
  primary key (profile_id, number)
);
${rowLevelSecurity('profile_versions', {
  reseller: `exists (select from profiles p where p.id = profile_id and (p.owner_reseller_id = ${SCOPE_RESELLER} or published_at is not null))`,
})}`;

// A copy of inventory's catalogue, the same for every scope.
const models = (): string => `
create table models (
  id uuid primary key,
  vendor text not null,
  name text not null,
  ports integer not null,
  sequence bigint not null,
  deleted_at timestamptz
);
${rowLevelSecurity('models', { reseller: 'true', customer: 'true' })}`;
