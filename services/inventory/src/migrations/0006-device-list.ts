import { Migration } from '@mikro-orm/migrations';

/** What the list is filtered and sorted by; the rest of a page's devices is read by their ids. */
const LISTED = `id, version, name_key, search, description, model_id, mac, managed_by, shared, customer_id, customer_reseller_id, site_id, profile_id, inventory_id,
  customer_owned, total_ports, used_ports, retired, extensions, custom, custom_of_reseller, created_at, since`;
const SHARED_HOLDER = '00000000-0000-0000-0000-000000000000';
// Not in a subselect as policies have it: so PostgreSQL knows the value when it plans, and with it how many devices that is.
export const scopeIs = (...kinds: readonly string[]): string => `current_setting('rf.scope', true) in (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
export const OWN_RESELLER = `nullif(current_setting('rf.reseller', true), '')::uuid`;
export const OWN_CUSTOMER = `nullif(current_setting('rf.customer', true), '')::uuid`;
export const OWN_USER = `coalesce(current_setting('rf.user', true), '')`;

export class Inventory0006DeviceList extends Migration {
  override up(): void {
    this.addSql(views());
    this.addSql(extensions());
  }
}

// Under a policy no condition serves an index unless it is leakproof, and LIKE is not; nor is anything told of how many rows it leaves.
// A view of the owner's says the same as the policy does, one for each kind of scope, empty for every other: deploy/docs/decisions/device-list.md.
// The owner's policy lets it see all rows; that it is not held to it changes nothing but what PostgreSQL knows when it plans.
const views = (): string => `
alter table devices no force row level security;
create view devices_of_provider as select ${LISTED} from devices where ${scopeIs('system', 'provider')};
create view devices_of_reseller as select ${LISTED}, holder from devices
  where ${scopeIs('reseller')} and holder in (${OWN_RESELLER}, '${SHARED_HOLDER}');
create view devices_of_customer as select ${LISTED} from devices
  where ${scopeIs('customer')} and customer_id = ${OWN_CUSTOMER} and (${OWN_USER} = '' or id = any(array(select devices_tied_to(${OWN_USER}))));
${['provider', 'reseller', 'customer'].map((kind) => readOnly(`devices_of_${kind}`)).join('')}`;

// PostgreSQL would write through a view that is so plain, and past the policies.
export const readOnly = (view: string): string =>
  ['insert', 'update', 'delete'].map((verb) => `create rule no_${verb} as on ${verb} to ${view} do instead nothing;\n`).join('');

// A line is taken and freed on many paths, and an extension is changed in directory: whoever does it, the device shows it.
const extensions = (): string => `
create function show_extensions(shown uuid[]) returns void language sql security definer set search_path = public, pg_temp as $$
  -- First theirs alone, and then what is on them: else it would be what was on them before the writer that had them.
  select from devices where id = any(shown) order by id for no key update;
  update devices d set extensions = now_on.list
  from (select id, coalesce((
      select string_agg(a.extension, ', ' order by p.port) from ports p join accounts a on a.id = p.account_id where p.device_id = of.id), '') as list
    from unnest(shown) as of (id)) as now_on
  where d.id = now_on.id and d.extensions <> now_on.list $$;
create function on_port_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform show_extensions(array_remove(array[old.device_id, new.device_id], null));
  return null;
end $$;
create function on_extension_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform show_extensions(array(select device_id from ports where account_id = new.id));
  return null;
end $$;
-- Looked up past the policies, of which that of ports looks at the devices again; what may not be seen is left out by the query around it.
create function devices_with_extension(wanted text) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select p.device_id from accounts a join ports p on p.account_id = a.id where a.extension = wanted $$;
revoke all on function devices_with_extension(text), show_extensions(uuid[]), on_port_changed(), on_extension_changed() from public;
create trigger port_changed after insert or update or delete on ports for each row execute function on_port_changed();
create trigger account_told after insert on accounts for each row execute function on_extension_changed();
create trigger extension_changed after update on accounts for each row when (old.extension is distinct from new.extension) execute function on_extension_changed();`;
