import { type Caller, encodeCursor, isId, nameKey, type Page, Refused } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@ringfleet/persistence';
import { Conditions } from './conditions.js';
import { DEVICE_COLUMNS, DEVICE_FIELDS, type DeviceColumn, type DeviceColumnName, DEVICES_JOINED, isDeviceColumn } from './device-columns.js';
import { after, sortsOf } from './device-sort.js';
import { deviceView, type DeviceView, type JoinedDeviceRow } from './device-view.js';

/** Filters by column name; `none` (or `administrator` for managedBy) is the absent reference. */
export type DeviceFilters = Readonly<Partial<Record<DeviceColumnName, string>>>;

export interface ListDevicesQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** "name,-createdAt"; ties by record id (INV-10). */
  readonly sort?: string | undefined;
  /** Any part of device ID, MAC address (any spelling), description or inventory ID. */
  readonly q?: string | undefined;
  readonly filters: DeviceFilters;
}

const EXACT_UP_TO = 10_000;

/** A page of the device list, straight from SQL (INV-10). */
@Injectable()
export class ListDevices {
  constructor(@Inject(Database) private readonly database: Database) {}

  async execute(caller: Caller, query: ListDevicesQuery): Promise<Page<DeviceView>> {
    const sort = query.sort ?? 'name';
    const sorts = sortsOf(sort);
    const sql = new Conditions();
    // As an array it is asked for once, whatever the planner believes of a table that has just grown; as a subquery it was asked for once per device.
    if (query.q !== undefined && query.q.trim() !== '') sql.add(`d.id = any(array(select devices_found(${sql.bind(patterns(query.q))})))`);
    for (const [column, value] of Object.entries(query.filters)) if (isDeviceColumn(column)) addFilter(sql, column, value);
    const counted = new Conditions(sql);
    if (query.cursor !== undefined) sql.add(after(sql, sort, query.cursor));
    return this.database.transaction(caller.scope, async (tx) => {
      const order = sorts.map(({ expression, descending }) => `${expression}${descending ? ' desc' : ''}`).join(', ');
      const keys = sorts.map(({ expression }, index) => `${expression} as sort_${index}`).join(', ');
      const rows = await tx.query<JoinedDeviceRow & Record<string, unknown>>(
        `select ${DEVICE_FIELDS}, ${keys} from ${DEVICES_JOINED} ${sql.where()} order by ${order} limit ${query.limit + 1}`,
        sql.params,
      );
      const page = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? page.at(-1) : undefined;
      return {
        items: page.map(deviceView),
        nextCursor: last ? encodeCursor([sort, ...sorts.map((_, index) => last[`sort_${index}`])]) : null,
        total: await total(tx, counted),
      };
    });
  }
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

async function total(tx: Tx, sql: Conditions): Promise<{ value: number; exact: boolean }> {
  const from = `from ${DEVICES_JOINED} ${sql.where()}`;
  const [row] = await tx.query<{ count: string }>(`select count(*) as count from (select 1 ${from} limit ${EXACT_UP_TO + 1}) as matching`, sql.params);
  const counted = Number(row?.count ?? 0);
  if (counted <= EXACT_UP_TO) return { value: counted, exact: true };
  const [plan] = await tx.query<{ 'QUERY PLAN': readonly { Plan: { 'Plan Rows': number } }[] }>(`explain (format json) select 1 ${from}`, sql.params);
  return { value: Math.max(counted, plan?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0), exact: false };
}
