import type { Statement } from '@ringfleet/persistence';
import type { Device } from './device.js';

type Sql = 'uuid' | 'text' | 'boolean' | 'smallint' | 'integer' | 'timestamptz' | 'jsonb';

interface ColumnOf<T> {
  readonly name: string;
  readonly type: Sql;
  readonly value: (record: T) => unknown;
}

/** What a device and a version of it have in common, column by column. */
const COMMON: readonly ColumnOf<Device>[] = [
  { name: 'name', type: 'text', value: ({ name }) => name },
  { name: 'name_key', type: 'text', value: ({ nameKey }) => nameKey },
  { name: 'description', type: 'text', value: ({ description }) => description },
  { name: 'model_id', type: 'uuid', value: ({ modelId }) => modelId },
  { name: 'mac', type: 'text', value: ({ mac }) => mac },
  { name: 'managed_by', type: 'uuid', value: ({ managedBy }) => managedBy },
  { name: 'shared', type: 'boolean', value: ({ shared }) => shared },
  { name: 'customer_id', type: 'uuid', value: ({ customerId }) => customerId },
  { name: 'customer_reseller_id', type: 'uuid', value: ({ customerResellerId }) => customerResellerId },
  { name: 'site_id', type: 'uuid', value: ({ siteId }) => siteId },
  { name: 'profile_id', type: 'uuid', value: ({ profileId }) => profileId },
  { name: 'inventory_id', type: 'text', value: ({ inventoryId }) => inventoryId },
  { name: 'customer_owned', type: 'boolean', value: ({ customerOwned }) => customerOwned },
  { name: 'total_ports', type: 'smallint', value: ({ totalPorts }) => totalPorts },
  { name: 'used_ports', type: 'smallint', value: ({ usedPorts }) => usedPorts },
  { name: 'retired', type: 'boolean', value: ({ retired }) => retired },
  { name: 'file_name', type: 'text', value: ({ fileName }) => fileName },
  { name: 'accept_data', type: 'boolean', value: ({ acceptData }) => acceptData },
  { name: 'virtual', type: 'boolean', value: ({ virtual }) => virtual },
  { name: 'secret_version', type: 'integer', value: ({ secretVersion }) => secretVersion },
  { name: 'custom', type: 'jsonb', value: ({ custom }) => custom && JSON.stringify(custom) },
  { name: 'custom_of_reseller', type: 'jsonb', value: ({ customOfReseller }) => customOfReseller && JSON.stringify(customOfReseller) },
  { name: 'version', type: 'integer', value: ({ version }) => version },
  { name: 'created_at', type: 'timestamptz', value: ({ createdAt }) => createdAt.toISOString() },
  { name: 'since', type: 'timestamptz', value: ({ cause }) => cause.at.toISOString() },
  { name: 'by_id', type: 'text', value: ({ cause }) => cause.byId },
  { name: 'by_name', type: 'text', value: ({ cause }) => cause.byName },
  { name: 'source', type: 'text', value: ({ cause }) => cause.source },
  { name: 'import_id', type: 'uuid', value: ({ cause }) => cause.importId },
  { name: 'import_row', type: 'integer', value: ({ cause }) => cause.importRow },
];

/** Columns that a table of devices has besides the common ones, each with the record it is read from. */
export type Also<T> = readonly ColumnOf<T>[];

/** The text of an array, as PostgreSQL reads it: the driver's own way takes several times as long. */
function arrayText(values: readonly unknown[], type: Sql): string {
  const element = type === 'text' || type === 'jsonb' ? quoted : String;
  return `{${values.map((value) => (value === null ? 'NULL' : element(value))).join(',')}}`;
}

function quoted(value: unknown): string {
  const text = String(value);
  return text.includes('"') || text.includes('\\') ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `"${text}"`; // 12" rack → "12\" rack"
}

/** Records as rows of SQL: what is selected, from where, by which parameters. */
interface Rows {
  readonly names: readonly string[];
  readonly selected: readonly string[];
  readonly from: string;
  readonly params: readonly unknown[];
}

/**
 * Many records at once. A column goes as an array, or as a single value where all records agree on it, as they mostly do within a file:
 * PostgreSQL reads the text of an array element by element, which is a third of the cost of an insert.
 */
function rowsOf<T>(records: readonly T[], deviceOf: (record: T) => Device, also: Also<T>): Rows {
  const params: unknown[] = [];
  const arrays: string[] = [];
  const selected: string[] = [];
  const columns: ColumnOf<T>[] = [...also, ...COMMON.map((column) => ({ ...column, value: (record: T) => column.value(deviceOf(record)) }))];
  for (const { type, value } of columns) {
    const values = records.map(value);
    const [first] = values;
    const constant = values.every((other) => other === first);
    params.push(constant ? first : arrayText(values, type));
    if (constant) selected.push(`$${params.length}::${type}`);
    else {
      arrays.push(`$${params.length}::${type}[]`);
      selected.push(`r.c${arrays.length}`);
    }
  }
  // At least the ids differ; of a single record all columns are constant.
  const from = arrays.length === 0 ? '' : `from unnest(${arrays.join(', ')}) as r (${arrays.map((_, index) => `c${index + 1}`).join(', ')})`;
  return { names: columns.map(({ name }) => name), selected, from, params };
}

/** One insert of many records. */
export function insertStatement<T>(table: string, records: readonly T[], deviceOf: (record: T) => Device, also: Also<T>): Statement {
  const { names, selected, from, params } = rowsOf(records, deviceOf, also);
  return { sql: `insert into ${table} (${names.join(', ')}) select ${selected.join(', ')} ${from}`, params };
}

/** One update of many devices, each of which must still have the version that was read. */
export function updateStatement<T>(
  changes: readonly T[],
  deviceOf: (change: T) => Device,
  search: (change: T) => string,
  versionRead: (change: T) => number,
): Statement {
  const { names, selected, from, params } = rowsOf(changes, deviceOf, [
    { name: 'id', type: 'uuid', value: (change) => deviceOf(change).id },
    { name: 'was', type: 'integer', value: versionRead },
    { name: 'search', type: 'text', value: search },
  ]);
  const rows = `select ${selected.map((value, index) => `${value} as ${names[index]}`).join(', ')} ${from}`;
  const sets = names.filter((name) => name !== 'id' && name !== 'was').map((name) => `${name} = n.${name}`);
  return {
    sql: `with changed as (update devices d set ${sets.join(', ')} from (${rows}) as n where d.id = n.id and d.version = n.was returning d.id)
     select must_be(count(*), $${params.length + 1}) from changed`,
    params: [...params, changes.length],
  };
}
