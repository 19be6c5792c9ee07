// An inventory of any size, made in the database: the tables are filled without their indexes, which are built afterwards.
import pg from 'pg';

const RESELLERS = 200;
const CUSTOMERS_EACH = 50;
const PROFILES = 60;

const KINDS = { reseller: 1, customer: 2, site: 3, profile: 4 } as const;
const sqlId = (kind: keyof typeof KINDS, n: string): string => `('00000000-0000-7000-800${KINDS[kind]}-' || lpad((${n})::text, 12, '0'))::uuid`;

/** The first reseller, which has the most devices, is one that is there already. */
const resellerSql = (first: string, n: string): string => `(case when ${n} = 0 then '${first}'::uuid else ${sqlId('reseller', n)} end)`;

const tenants = (first: string): string => `
insert into tenants (id, kind, name, name_key, reseller_id, customer_id, permission, sequence)
select ${sqlId('reseller', 'r')}, 'reseller', 'Reseller ' || r, 'reseller ' || r, null::uuid, null::uuid, null, 1 from generate_series(1, ${RESELLERS - 1}) r
union all
select ${sqlId('customer', 'c')}, 'customer', 'Customer ' || c % 5000, 'customer ' || c % 5000, ${resellerSql(first, `(c / ${CUSTOMERS_EACH})`)}, null, 'modify', 1
from generate_series(0, ${RESELLERS * CUSTOMERS_EACH - 1}) c
union all
select ${sqlId('site', 's')}, 'site', name, lower(name), ${resellerSql(first, `(s / 3 / ${CUSTOMERS_EACH})`)}, ${sqlId('customer', 's / 3')}, null, 1
from (select s, case s % 3 when 0 then 'Head office' when 1 then 'Branch ' || s % 97 else 'Shop ' || s end as name from generate_series(0, ${RESELLERS * CUSTOMERS_EACH * 3 - 1}) s) sites;
insert into profiles (id, name, name_key, owner_reseller_id, shared, model_ids, sequence)
select ${sqlId('profile', 'p')}, 'Profile ' || p, 'profile ' || p, null, true, '{}', 1 from generate_series(0, ${PROFILES - 1}) p;`;

/** A number of [0, below) for row n, the same in every run. */
const drawn = (seed: number, below: string): string => `((hashint8(n * 31 + ${seed})::bigint & 2147483647) % (${below}))`;
const share = (seed: number): string => `(${drawn(seed, '1000000')} / 1000000.0)`;

// A few resellers have most of the devices; four in ten are the provider's, and one in twenty of those is shared.
const devices = (first: string, from: number, to: number): string => `
insert into devices (id, name, name_key, description, model_id, mac, managed_by, shared, customer_id, customer_reseller_id, site_id, profile_id, inventory_id, customer_owned,
  total_ports, used_ports, retired, search, version, created_at, since, by_id, by_name, source)
select id, name, lower(name), description, model_id, mac, managed_by, managed_by is null and ${drawn(8, '20')} = 0, customer_id, case when customer_id is not null then managed_by end, site_id,
  profile_id, inventory_id, customer_id is not null and ${drawn(9, '9')} = 0, ports, used, used = 0 and ${drawn(10, '200')} = 0,
  lower(name) || E'\\n' || lower(coalesce(mac, '')) || E'\\n' || lower(coalesce(inventory_id, '')) || E'\\n' || lower(coalesce(description, '')),
  1, at, at + ${drawn(11, '86400')} * interval '1 second', 'bench', 'Bench', 'system'
from (
  select *, case when customer_id is not null and ${drawn(4, '4')} > 0 then ${sqlId('site', `customer * 3 + ${drawn(5, '3')}`)} end as site_id,
    case when customer_id is not null then least(ports, ${drawn(6, '3')}) else 0 end as used
  from (
    select *, case when reseller is not null then ${resellerSql(first, 'reseller')} end as managed_by,
      case when reseller is not null and ${drawn(2, '10')} < 7 then ${sqlId('customer', 'customer')} end as customer_id
    from (
      select *, reseller * ${CUSTOMERS_EACH} + ${drawn(3, String(CUSTOMERS_EACH))} as customer
      from (
        select n, uuidv7(interval '1 ms' * (n - ${to})) as id, date_trunc('milliseconds', timestamptz '2024-01-01' + n * interval '5 seconds') as at,
          (array['Phone', 'Desk', 'Lobby', 'Reception', 'Kitchen', 'Gate'])[1 + ${drawn(12, '6')}] || ' ' || ${drawn(13, '100000')} || '-' || n as name,
          case when ${drawn(14, '3')} = 0 then 'Room ' || ${drawn(15, '900')} || ', floor ' || ${drawn(16, '30')} end as description,
          case when ${drawn(17, '50')} > 0 then lpad(upper(to_hex(((n * 2654435761) % 4294967296) + 86000000000000)), 12, '0') end as mac,
          case when ${drawn(18, '10')} < 6 then floor(${RESELLERS} * power(${share(19)}, 3))::int end as reseller,
          case when ${drawn(20, '4')} > 0 then ${sqlId('profile', drawn(21, String(PROFILES)))} end as profile_id,
          case when ${drawn(22, '5')} > 0 then 'INV-' || ${drawn(23, '100000000')} end as inventory_id,
          model.id as model_id, model.ports as ports
        from generate_series(${from}::bigint, ${to}::bigint) n
        join (select id, ports, row_number() over (order by id) - 1 as at_place, count(*) over () as models from models) model on model.at_place = ${drawn(1, 'model.models')}
      ) numbered
    ) of_reseller
  ) placed
) at_site`;

const AT_ONCE = 500_000;

/** Adds devices until there are `count`; says how long each step took. */
export async function fill(ownerUrl: string, { count, first }: { readonly count: number; readonly first: string }, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const began = performance.now();
    await work();
    say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  };
  try {
    const { rows } = await client.query<{ devices: string }>(`select count(*) as devices from devices where by_id = 'bench'`);
    const before = Number(rows[0]?.devices ?? 0);
    if (before === 0) await timed('tenants', () => client.query(tenants(first)));
    const indexes = await client.query<{ indexdef: string; indexname: string }>(
      `select indexdef, indexname from pg_indexes where tablename = 'devices' and indexname <> 'devices_pkey'`,
    );
    for (const { indexname } of indexes.rows) await client.query(`drop index ${indexname}`);
    await timed(`${count - before} devices`, async () => {
      for (let from = before + 1; from <= count; from += AT_ONCE) await client.query(devices(first, from, Math.min(from + AT_ONCE - 1, count)));
    });
    await client.query(`set maintenance_work_mem = '1GB'`);
    for (const { indexdef, indexname } of indexes.rows) await timed(indexname, () => client.query(indexdef));
    await timed('vacuum analyze', () => client.query('vacuum (analyze) devices, tenants, profiles, models'));
  } finally {
    await client.end();
  }
}
