import { Migration } from '@mikro-orm/migrations';
import { importTables } from '@ringfleet/import-rows';

/** What is kept of imports of the tree (DIR-11). */
export class Directory0004TreeImport extends Migration {
  override up(): void {
    this.addSql(importTables());
    this.addSql(taken());
  }
}

// Uniqueness is global while sight is not: which of the keys are in use, and not by whom.
const taken = (): string => `
create function taken_numbers(keys text[]) returns setof text language sql stable security definer
  set search_path = public, pg_temp as $$ select name_key from accounts where name_key = any(keys) $$;
create function taken_sip_usernames(keys text[]) returns setof text language sql stable security definer
  set search_path = public, pg_temp as $$ select sip_username_key from accounts where sip_username_key = any(keys) $$;
revoke all on function taken_numbers(text[]), taken_sip_usernames(text[]) from public;`;
