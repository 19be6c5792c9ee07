// Devices written straight into inventory's table, for measuring what reads them: five kinds, as a carrier's warehouse has them.
import pg from 'pg';

const KINDS = `
select * from (values
  (0, 'yealink sip-t21p e2', null, null, null, null, false),
  (1, 'yealink sip-t21p e2', 'north telecom', 'alpine dental', null, 't21 standard', false),
  (2, 'poly vvx 450', null, null, null, null, true),
  (3, 'cisco 6821', null, 'canistracci oil', 'head office', '6821 standard', false),
  (4, 'yealink sip-t54w', 'harbour voice', 'quay hotel', null, null, false)) as k (kind, model, manager, customer, site, profile, shared)`;

const COLUMNS = `id, name, name_key, description, model_id, mac, managed_by, shared, customer_id, customer_reseller_id, site_id, profile_id, inventory_id, customer_owned,
  total_ports, used_ports, retired, version, created_at, since, by_id, by_name, source, search`;

const INSERT = `
insert into devices (${COLUMNS})
select gen_random_uuid(), 'Bench phone ' || lpad(n::text, 8, '0'), 'bench phone ' || lpad(n::text, 8, '0'), 'Desk ' || n % 5000 || ', floor ' || n % 12, m.id,
  upper(lpad(to_hex(x'020000000000'::bigint + n), 12, '0')), r.id, k.shared, c.id, c.reseller_id, s.id, p.id, 'WH-' || lpad(n::text, 9, '0'), false,
  m.ports, 0, false, 1, now(), now(), 'bench', 'Bench', 'import', ''
from generate_series($1::int, $2::int) as n
join (${KINDS}) k on k.kind = n % 5
join models m on m.name_key = k.model
left join tenants r on r.kind = 'reseller' and r.name_key = k.manager
left join tenants c on c.kind = 'customer' and c.name_key = k.customer and c.reseller_id is not distinct from r.id
left join tenants s on s.kind = 'site' and s.name_key = k.site and s.customer_id = c.id
left join profiles p on p.name_key = k.profile`;

/** Adds devices up to number `to`, from `from` on. The index for search is left out: reading the whole list has no use of it, and it is most of the time to write. */
export async function makeDevices(inventoryUrl: string, from: number, to: number): Promise<void> {
  const client = new pg.Client({ connectionString: inventoryUrl });
  await client.connect();
  try {
    await client.query('drop index if exists devices_search');
    await client.query(INSERT, [from, to]);
    await client.query('vacuum analyze devices');
  } finally {
    await client.end();
  }
}
