import { Migration } from '@mikro-orm/migrations';

export class Inventory0012DeviceLines extends Migration {
  override up(): void {
    this.addSql(lines());
  }
}

// Which account sits on which port, on the device itself: whoever changes a device says all of it. {"0": "019aa5a0-…"}, kept as its extensions are.
const lines = (): string => `
alter table devices add column lines jsonb not null default '{}';
update devices d set lines = (select jsonb_object_agg(p.port, p.account_id) from ports p where p.device_id = d.id) where d.used_ports > 0;
create function on_line_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update devices set lines = coalesce((select jsonb_object_agg(p.port, p.account_id) from ports p where p.device_id = devices.id), '{}')
  where id in (old.device_id, new.device_id);
  return null;
end $$;
revoke all on function on_line_changed() from public;
create trigger line_changed after insert or update or delete on ports for each row execute function on_line_changed();`;
