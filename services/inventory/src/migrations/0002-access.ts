import { Migration } from '@mikro-orm/migrations';
import { visibleTo } from '@ringfleet/persistence';

export class Inventory0002 extends Migration {
  override up(): void {
    this.addSql(versionsOfAll());
  }
}

// Who takes a shared device of nobody writes the version that was nobody's, which it may not read (INV-05).
const versionsOfAll = (): string => `
create policy ended on device_versions for insert with check (${visibleTo({ reseller: `shared and managed_by is null and customer_id is null` })});
alter table device_versions_other force row level security;
create or replace function keep_versions_of_month(first date) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare month text := format('device_versions_%s', to_char(first, 'YYYY_MM'));
begin
  if to_regclass(month) is null then
    execute format('create table %I partition of device_versions for values from (%L) to (%L)', month, first, first + interval '1 month');
  end if;
  execute format('alter table %I enable row level security', month);
  execute format('alter table %I force row level security', month);
end $$;`;
