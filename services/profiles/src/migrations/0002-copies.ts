import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity } from '@ringfleet/persistence';
import { tenantTables } from '@ringfleet/tenants';

export class Profiles0002Copies extends Migration {
  override up(): void {
    this.addSql(tenantTables());
    this.addSql(accountSecrets());
  }
}

// Nobody's to see: rendering alone opens them.
const accountSecrets = (): string => `
create table account_secrets (
  account_id uuid primary key,
  -- Sealed; null where the account has none any more.
  sip_password bytea,
  sequence bigint not null,
  -- Of a deleted account the number is kept for as long as its records may come again.
  deleted_at timestamptz
);
create index account_secrets_deleted on account_secrets (deleted_at) where deleted_at is not null;
${rowLevelSecurity('account_secrets')}`;
