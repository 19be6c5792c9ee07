import { Migration } from '@mikro-orm/migrations';

export class Profiles0018OldestLogin extends Migration {
  override up(): void {
    this.addSql(`
-- What a phone signs in with that has fetched nothing since the first of several changes (PRV-13); null where nothing else serves. The previous login was replaced at said_at.
alter table device_secrets add column oldest_username bytea, add column oldest_password bytea, add column oldest_replaced_at timestamptz;`);
  }
}
