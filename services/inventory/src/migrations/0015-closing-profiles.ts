import { Migration } from '@mikro-orm/migrations';

export class Inventory0015ClosingProfiles extends Migration {
  override up(): void {
    // About to be deleted: no device takes it any more (design.md §1).
    this.addSql('alter table profiles add column closing boolean not null default false;');
  }
}
