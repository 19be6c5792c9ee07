import { Migration } from '@mikro-orm/migrations';

export class Profiles0015TakenBack extends Migration {
  override up(): void {
    this.addSql(`
-- What a profile was before something of it was taken back, until inventory has said that nothing rests on it (design.md §1).
alter table profiles add column taken_back jsonb, add column taken_back_since timestamptz;
create index profiles_taken_back on profiles (taken_back_since) where taken_back_since is not null;`);
  }
}
