import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';

const OF_TENANT = { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER}` };

/** Users who sign in at another OpenID Connect provider. Their names are its affair: only who signs in here has one that nobody else has. */
export class Directory0007OtherIssuer extends Migration {
  override up(): void {
    this.addSql('alter table users add issuer text, add claims_at timestamptz, drop constraint users_name');
    this.addSql('create unique index users_name on users (name_key) where issuer is null');
    this.addSql(pastUsers());
  }
}

const pastUsers = (): string => `
create table past_users (
  id uuid primary key,
  -- Of the last thing that was said of it: the tombstone.
  version integer not null,
  reseller_id uuid,
  customer_id uuid
);
${rowLevelSecurity('past_users', OF_TENANT)}`;
