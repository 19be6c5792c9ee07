import { Migration } from '@mikro-orm/migrations';

/** Records that are about to be deleted, since when and by whom (design.md §1). */
export class Directory0005Closing extends Migration {
  override up(): void {
    for (const table of ['resellers', 'customers', 'sites', 'accounts']) this.addSql(closing(table));
  }
}

const closing = (table: string): string => `
alter table ${table} add closing_since timestamptz, add closing_by_id text, add closing_by_name text;
create index ${table}_closing on ${table} (closing_since) where closing_since is not null;`;
