import { decodeCursor, isId, Refused } from '@ringfleet/kernel';
import type { Conditions } from './conditions.js';
import { DEVICE_COLUMNS, type DeviceColumn, isDeviceColumn } from './device-columns.js';

/** One step of an order: by which SQL expression, in which direction, and which values it has. */
export interface Sort {
  readonly expression: string;
  readonly descending: boolean;
  readonly holds: (value: unknown) => boolean;
}

const SMALLINT = 32_767;
const isText = (value: unknown): boolean => typeof value === 'string' && !value.includes('\0');
const HOLDS: Record<DeviceColumn['filter'], Sort['holds']> = {
  text: isText,
  reference: isText,
  state: isText,
  mac: isText,
  number: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= SMALLINT,
  boolean: (value) => typeof value === 'boolean',
  none: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)), // times
};

/** The order that "name,-createdAt" asks for; ties are by record id, in the direction of the first (INV-10). Throws `Refused` 400 `bad_sort`. */
export function sortsOf(sort: string): Sort[] {
  const sorts = sort.split(',').map((part): Sort => {
    const descending = part.startsWith('-');
    const name = descending ? part.slice(1) : part;
    if (!isDeviceColumn(name))
      throw new Refused(400, 'bad_sort', `There is no column ${name} to sort by; columns are ${Object.keys(DEVICE_COLUMNS).join(', ')}.`);
    const { sort: expression, filter } = DEVICE_COLUMNS[name];
    return { expression, descending, holds: HOLDS[filter] };
  });
  return [...sorts, { expression: 'd.id', descending: sorts[0]?.descending ?? false, holds: (value) => typeof value === 'string' && isId(value) }];
}

/** What stands behind `order by`. */
export const orderOf = (sorts: readonly Sort[]): string => sorts.map(({ expression, descending }) => `${expression}${descending ? ' desc' : ''}`).join(', ');

/** What comes after the cursor: greater in the first sort, or equal there and greater in the second, … Throws `Refused` 400 `bad_cursor` for one that is not of this order. */
export function after(sql: Conditions, sort: string, cursor: string): string {
  const sorts = sortsOf(sort);
  const [sortedBy, ...values] = decodeCursor(cursor) ?? [];
  if (sortedBy !== sort || values.length !== sorts.length || !sorts.every(({ holds }, index) => holds(values[index]))) {
    throw new Refused(400, 'bad_cursor', 'The cursor is not one of this list; begin without it.');
  }
  const bound = values.map((value) => sql.bind(value));
  const steps = sorts.map(({ expression, descending }, index) => {
    const equal = sorts.slice(0, index).map((earlier, at) => `${earlier.expression} = ${bound[at]}`);
    return `(${[...equal, `${expression} ${descending ? '<' : '>'} ${bound[index]}`].join(' and ')})`;
  });
  const [first] = sorts;
  // Said again by itself so that an index on the first sort serves.
  return `${first?.expression} ${first?.descending ? '<=' : '>='} ${bound[0]} and (${steps.join(' or ')})`;
}
