import { Migration } from '@mikro-orm/migrations';

export class Profiles0016ServedVersions extends Migration {
  override up(): void {
    this.addSql(`
-- PRV-06: the firmware that the phone said it had, and what it got or had already: the version whose template made it, and its hash, as given_configs has them.
alter table fetches add column firmware text, add column profile_id uuid, add column profile_version integer, add column hash text collate "C";`);
  }
}
