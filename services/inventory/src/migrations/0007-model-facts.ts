import { Migration } from '@mikro-orm/migrations';

export class Inventory0007ModelFacts extends Migration {
  override up(): void {
    this.addSql(facts());
  }
}

// INV-13: what else is known of a model.
const facts = (): string => `
alter table models
  add column expansion_modules smallint not null default 0,
  add column mac_prefixes text[] not null default '{}',
  add column config_files text[] not null default '{}',
  add column firmware text,
  add column resync_event text,
  add column reboot_event text,
  -- Added or changed by the provider: what a release ships leaves it alone.
  add column is_own boolean not null default false;`;
