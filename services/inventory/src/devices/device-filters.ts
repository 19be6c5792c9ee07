import { isId, nameKey, Refused } from '@ringfleet/kernel';
import { Conditions } from './conditions.js';
import { DEVICE_COLUMNS, type DeviceColumn, type DeviceColumnName, isDeviceColumn } from './device-columns.js';

/** Filters by column name; `none` (or `administrator` for managedBy) is the absent reference. */
export type DeviceFilters = Readonly<Partial<Record<DeviceColumnName, string>>>;

/** Which devices are asked for; of those that the scope of the transaction sees. */
export interface DeviceSelection {
  /** Any part of device ID, MAC address (any spelling), description or inventory ID. */
  readonly q?: string | undefined;
  readonly filters: DeviceFilters;
}

/** The conditions of a selection, for `DEVICES_JOINED`: the list, an export and whatever else takes "all that match" ask alike. Throws `Refused` 400 `bad_filter`. */
export function conditionsOf({ q, filters }: DeviceSelection): Conditions {
  const sql = new Conditions();
  // As an array it is asked for once, whatever the planner believes of a table that has just grown; as a subquery it was asked for once per device.
  if (q !== undefined && q.trim() !== '') sql.add(`d.id = any(array(select devices_found(${sql.bind(patterns(q))})))`);
  for (const [column, value] of Object.entries(filters)) if (isDeviceColumn(column)) addFilter(sql, column, value);
  return sql;
}

function addFilter(sql: Conditions, column: DeviceColumnName, value: string): void {
  const { sort, filter, compared = sort }: DeviceColumn = DEVICE_COLUMNS[column];
  const refuse = (wanted: string): Refused =>
    new Refused(400, 'bad_filter', `The filter ${column} takes ${wanted}.`, { errors: [{ code: 'bad_filter', field: column, message: wanted }] });
  switch (filter) {
    case 'text':
      return sql.add(`${column === 'name' ? sort : compared} like ${sql.bind(`%${escapeLike(column === 'name' ? nameKey(value) : value)}%`)}`);
    case 'mac':
      return sql.add(`${sort} like ${sql.bind(`%${escapeLike(plainMac(value).toUpperCase())}%`)}`);
    case 'reference':
      if (value === 'none' || value === 'administrator') return sql.add(`${compared} is null`);
      if (!isId(value)) throw refuse('an id, or none');
      return sql.add(`${compared} = ${sql.bind(value)}::uuid`);
    case 'number':
      if (!/^\d{1,4}$/.test(value)) throw refuse('a number'); // '12'
      return sql.add(`${compared} = ${sql.bind(Number(value))}`);
    case 'boolean':
      if (value !== 'true' && value !== 'false') throw refuse('true or false');
      return sql.add(`${compared} = ${value}`);
    case 'state':
      return sql.add(`${compared} = ${sql.bind(value)}`);
    default:
      throw refuse('nothing: it is not filtered by');
  }
}

const plainMac = (text: string): string => text.replace(/[:.-]/g, ''); // '00:14-20.FF' → '001420FF'
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`); // '5%' → '5\%'

function patterns(q: string): string[] {
  const key = nameKey(q);
  const plain = plainMac(key);
  return [...new Set([key, ...(/^[0-9a-f]+$/.test(plain) ? [plain] : [])])].map((part) => `%${escapeLike(part)}%`); // '00:14:20' finds 001420…
}
