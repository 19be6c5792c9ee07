import { isId, nameKey, Refused } from '@ringfleet/kernel';
import { type CustomColumn, fieldIdOf, isCustomColumn } from '../fields/custom-column.js';
import type { CustomSource } from '../fields/custom-source.js';
import { Conditions } from './conditions.js';
import { BadCustomFilter, customCondition } from './custom-filter.js';
import { DEVICE_COLUMNS, type DeviceColumn, type DeviceColumnName, isDeviceColumn } from './device-columns.js';
import { isState, STATES } from './device.js';
import { hasStatus, STATUSES, statusesIn } from '../statuses/device-status.js';
import { escapeLike, isShort, isWordless } from './like.js';
import { periodIn } from './moment.js';

/** Filters by column name; `none` (or `administrator` for managedBy) is the absent reference. */
export type DeviceFilters = Readonly<Partial<Record<DeviceColumnName | CustomColumn, string>>>;

/** What can be filtered by; custom fields besides. */
export const FILTERED = Object.keys(DEVICE_COLUMNS) as readonly DeviceColumnName[];

/** Which devices are asked for; of those that the scope of the transaction sees. */
export interface DeviceSelection {
  /** Any part of device ID, MAC address (any spelling), description or inventory ID; one or two letters, and signs that are none, find those that begin with them. */
  readonly q?: string | undefined;
  readonly filters: DeviceFilters;
  /** As they were at this moment. */
  readonly asOf?: Date | undefined;
  /** Needed where custom fields are named. */
  readonly custom?: CustomSource | undefined;
}

/** The conditions of a selection, for `DEVICES_JOINED`: the list, an export and whatever else takes "all that match" ask alike. Throws `Refused` 400 `bad_filter`. */
export function conditionsOf(selection: DeviceSelection, sql = new Conditions()): Conditions {
  const { q, filters } = selection;
  if (q !== undefined && q.trim() !== '') {
    sql.add(searched(sql, q).join(' or '));
  }
  for (const [column, value] of Object.entries(filters)) {
    if (value === undefined) continue;
    if (isCustomColumn(column)) addCustomFilter(sql, column, value, selection);
    else if (isDeviceColumn(column)) addFilter(sql, column, value, selection);
  }
  return sql;
}

/** Whether it looks for parts of texts: how many devices that finds nobody can tell beforehand. */
export const looksForText = ({ q = '', filters }: DeviceSelection): boolean =>
  q.trim() !== '' || Object.keys(filters).some((column) => isDeviceColumn(column) && 'line' in DEVICE_COLUMNS[column]);

type Refuse = (wanted: string) => Refused;

const refusing =
  (column: string): Refuse =>
  (wanted) =>
    new Refused(400, 'bad_filter', `The filter ${column} takes ${wanted}.`, { errors: [{ code: 'bad_filter', field: column, message: wanted }] });

function addCustomFilter(sql: Conditions, column: CustomColumn, value: string, { custom }: DeviceSelection): void {
  const field = custom?.fields.get(fieldIdOf(column));
  if (!custom || !field) throw refusing(column)('the id of a custom field');
  try {
    sql.add(customCondition(sql, field, value, custom));
  } catch (error) {
    throw error instanceof BadCustomFilter ? refusing(column)(error.message) : error;
  }
}

function addFilter(sql: Conditions, column: DeviceColumnName, value: string, { asOf }: DeviceSelection): void {
  const about: DeviceColumn = DEVICE_COLUMNS[column];
  const refuse = refusing(column);
  if (about.beside && asOf) throw refuse('no past moment: of then it is not known');
  const filter = about.filter === 'extension' && asOf === undefined ? withExtension : FILTERS[about.filter];
  sql.add(filter(sql, about, value, refuse));
}

type Filter = (sql: Conditions, column: DeviceColumn, value: string, refuse: Refuse) => string;

const FILTERS: Record<DeviceColumn['filter'], Filter> = {
  text: (sql, column, value) => partOfLine(sql, column, nameKey(value)),
  mac: (sql, column, value) => partOfLine(sql, column, plainMac(value).toLowerCase()),
  reference: (sql, { reference }, value, refuse) => {
    if (value === 'none' || value === 'administrator') return `${reference?.column} is null`;
    if (!isId(value)) throw refuse('an id, or none');
    return `${reference?.column} = ${sql.bind(value)}::uuid`;
  },
  number: (sql, { sort }, value, refuse) => {
    if (!/^\d{1,4}$/.test(value)) throw refuse('a number'); // '12'
    return `${sort} = ${sql.bind(Number(value))}`;
  },
  boolean: (_, { sort }, value, refuse) => {
    if (value !== 'true' && value !== 'false') throw refuse('true or false');
    return `${sort} = ${value}`;
  },
  state: (sql, { sort }, value, refuse) => {
    if (!isState(value)) throw refuse(STATES.join(', '));
    return `${sort} = ${sql.bind(value)}`;
  },
  status: (sql, _, value, refuse) => {
    const wanted = statusesIn(value);
    if (!wanted) throw refuse(`${STATUSES.join(', ')} or none, or several of them, separated by commas`);
    return hasStatus(wanted, (bound) => sql.bind(bound));
  },
  extension: (sql, { sort }, value) => (value === 'none' ? `${sort} = ''` : `', ' || ${sort} || ', ' like ${sql.bind(`%, ${escapeLike(value)}, %`)}`),
  time: (sql, { sort }, value, refuse) => {
    const [from, to] = periodIn(value) ?? [];
    if (from === undefined || to === undefined) throw refuse('a period: 2026-11-01..2026-11-21, 2026-11-01T08:00:00Z.. or ..2026-11-21');
    return `${sort} >= ${sql.bind(from)}::timestamptz and ${sort} < ${sql.bind(to)}::timestamptz`;
  },
};

/** By the lines of today, which an index finds. */
const withExtension: Filter = (sql, { sort }, value) =>
  value === 'none' ? `${sort} = ''` : `d.id = any(array(select devices_with_extension(${sql.bind(value)})))`;

/** Said of the whole text too, which the index is on. */
function partOfLine(sql: Conditions, column: DeviceColumn, part: string): string {
  if (isWordless(part)) return beginsWith(sql, column, part);
  const { line = 1 } = column;
  const pattern = sql.bind(isShort(part) ? startOfLine(1, part) : `%${escapeLike(part)}%`);
  const ofAll = isShort(part) ? sql.bind(startOfLine(line, part)) : pattern;
  return `d.search like ${ofAll} and split_part(d.search, E'\\n', ${line}) like ${pattern}`;
}

const plainMac = (text: string): string => text.replace(/[:.-]/g, ''); // '00:14-20.FF' → '001420FF'

function searched(sql: Conditions, q: string): string[] {
  const key = nameKey(q);
  if (isWordless(key)) return SEARCHED_WORDLESS.map((column) => beginsWith(sql, DEVICE_COLUMNS[column], key));
  const plain = plainMac(key);
  const parts = [...new Set([key, ...(/^[0-9a-f]+$/.test(plain) ? [plain] : [])])]; // '00:14:20' finds 001420…
  const patterns = parts.flatMap((part) => (isShort(part) ? [startOfLine(1, part), startOfLine(2, part)] : [`%${escapeLike(part)}%`]));
  return patterns.map((pattern) => `d.search like ${sql.bind(pattern)}`);
}

const SEARCHED_WORDLESS = ['name', 'description', 'inventoryId'] as const;
const beginsWith = (sql: Conditions, { sort }: DeviceColumn, part: string): string => `${sort} like ${sql.bind(`${escapeLike(part)}%`)}`;
const startOfLine = (line: number, part: string): string => `${line === 1 ? '' : '%\n'}${escapeLike(part)}%`;
