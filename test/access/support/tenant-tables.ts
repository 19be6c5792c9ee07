import { newId, type Scope } from '@ringfleet/kernel';
import { Client } from 'pg';

/** Tables without rows of tenants, each with the reason: no policy need keep anybody from them. */
const OF_NOBODY: Readonly<Record<string, string>> = {
  mikro_orm_migrations: 'which migrations have run',
  seeds: 'whether the demo data were written',
};

/** Rows that are there for every tenant, as a condition, with the reason. */
const OF_ALL: Readonly<Record<string, string>> = {
  'directory.provider': 'true', // the carrier's own settings: its direct customers belong to it
  'inventory.custom_fields': 'owner_reseller_id is null', // the provider's, but for internal ones (INV-16)
  'inventory.models': 'true', // the catalogue (DIR-02a: everybody sees it)
  'device-control.models': 'true', // its copy
  'inventory.devices': 'shared and managed_by is null and customer_id is null', // any reseller may take them (INV-05)
  'inventory.devices_of_reseller': 'shared and managed_by is null and customer_id is null',
  'profiles.devices': 'shared and managed_by is null and customer_id is null',
  'inventory.profiles': 'owner_reseller_id is null', // the provider's: shared ones for resellers, all for its direct customers (PRV-01)
  'profiles.profiles': 'owner_reseller_id is null',
  'profiles.profile_versions': 'published_at is not null', // of shared profiles, for resellers (PRV-01)
  'profiles.models': 'true', // its copy
};

/** Tables whose owner need not be held to their policies, since the one for it lets it see all rows anyhow. */
const OF_OWNERS_VIEWS: Readonly<Record<string, string>> = {
  custom_values: 'as devices',
  device_statuses: 'as devices',
  devices: 'views of the owner, each of which says who sees what, are planned by statistics that are kept from whoever is under a policy',
};

interface Table {
  readonly name: string;
  readonly isView: boolean;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly policies: number;
  readonly mine: boolean;
}

// Every table and view, partitions and their parents too, of all schemas that are not PostgreSQL's own.
const TABLES = `
select c.oid::regclass::text as name, c.relkind = 'v' as "isView", c.relrowsecurity as enabled, c.relforcerowsecurity as forced, pg_has_role(current_user, c.relowner, 'usage') as mine,
  (select count(*)::int from pg_policy p where p.polrelid = c.oid and p.polname = 'scope') as policies
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'm', 'f', 'v') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
order by 1`;

export interface Inspection {
  /** What is wrong, in words; nothing where all is well. */
  readonly findings: readonly string[];
  /** Tables that had rows for somebody, so that it means something that others saw none. */
  readonly filled: readonly string[];
}

/** Looks at every table of a service's database with the service's own role: is it under row-level security, and who sees rows of it? */
export async function inspectTables(service: string, appUrl: string): Promise<Inspection> {
  const client = new Client({ connectionString: appUrl });
  await client.connect();
  try {
    const findings = await roleFindings(client);
    const filled: string[] = [];
    for (const table of (await client.query<Table>(TABLES)).rows) {
      if (OF_NOBODY[table.name]) continue;
      findings.push(...(table.isView ? [] : settingFindings(table)), ...(await rowFindings(client, service, table)));
      if ((await countUnder(client, { kind: 'system' }, table.name)) > 0) filled.push(table.name);
    }
    return { findings: findings.map((finding) => `${service}: ${finding}`), filled };
  } finally {
    await client.end();
  }
}

async function roleFindings(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; super: boolean; bypass: boolean; create: boolean }>(
    `select rolname as name, rolsuper as super, rolbypassrls as bypass, rolcreaterole as create from pg_roles where pg_has_role(current_user, oid, 'member')`,
  );
  return rows.filter((role) => role.super || role.bypass || role.create).map(({ name }) => `its role is, or may become, ${name}, which passes by every policy`);
}

const settingFindings = ({ name, enabled, forced, policies, mine }: Table): string[] => [
  ...(enabled ? [] : [`row-level security is off for ${name}`]),
  ...(forced || OF_OWNERS_VIEWS[name] ? [] : [`the owner of ${name} is not held to its policies`]),
  // Of a partition nobody reads but through its parent.
  ...(policies > 0 || isPartition(name) ? [] : [`${name} has no policy of tenants`]),
  ...(mine ? [`its role owns ${name} and can switch its policies off`] : []),
];

const isPartition = (name: string): boolean => /^device_versions_(other|\d{4}_\d\d)$/.test(name); // 'device_versions_2026_11'

async function rowFindings(client: Client, service: string, { name }: Table): Promise<string[]> {
  const resellerId = newId();
  const strangers: readonly (readonly [string, Scope | undefined])[] = [
    ['nobody', undefined],
    ['a foreign reseller', { kind: 'reseller', resellerId }],
    ['a foreign direct customer', { kind: 'customer', customerId: newId(), resellerId: null }],
    ["a foreign reseller's customer", { kind: 'customer', customerId: newId(), resellerId }],
  ];
  const findings: string[] = [];
  for (const [who, scope] of strangers) {
    const seen = await countUnder(client, scope, name, scope && OF_ALL[`${service}.${name}`]);
    if (seen > 0) findings.push(`${who} sees ${seen} rows of ${name}`);
  }
  return findings;
}

/** How many rows of a table are seen under a scope, but for those of all. */
async function countUnder(client: Client, scope: Scope | undefined, table: string, ofAll = 'false'): Promise<number> {
  await client.query('begin');
  try {
    if (scope)
      await client.query(`select set_config('rf.scope', $1, true), set_config('rf.reseller', $2, true), set_config('rf.customer', $3, true)`, settings(scope));
    const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from ${table} where not (${ofAll})`);
    return rows[0]?.count ?? 0;
  } finally {
    await client.query('rollback');
  }
}

const settings = (scope: Scope): string[] => [scope.kind, 'resellerId' in scope ? (scope.resellerId ?? '') : '', 'customerId' in scope ? scope.customerId : ''];
