import { Refused } from '@ringfleet/kernel';
import { fieldIdOf, isCustomColumn } from '../fields/custom-column.js';
import type { CustomSource } from '../fields/custom-source.js';
import type { Conditions } from './conditions.js';
import { customSorts } from './custom-sort.js';
import type { Sort } from './order-step.js';
import { DEVICE_COLUMNS, type DeviceColumn, isDeviceColumn } from './device-columns.js';

/** What decides between equals. */
export const RECORD_ID = 'd.id';

/** The order that "name,-createdAt" asks for; ties are by record id, in the direction of the first (INV-10). Throws `Refused` 400 `bad_sort`. */
export function sortsOf(sort: string, custom?: CustomSource): Sort[] {
  const sorts = sort.split(',').flatMap((part): readonly Sort[] => {
    const descending = part.startsWith('-');
    const name = descending ? part.slice(1) : part;
    const field = isCustomColumn(name) ? custom?.fields.get(fieldIdOf(name)) : undefined;
    if (custom && field) return customSorts(field, custom, descending);
    if (!isDeviceColumn(name))
      throw new Refused(
        400,
        'bad_sort',
        `There is no column ${name} to sort by; columns are ${Object.keys(DEVICE_COLUMNS).join(', ')}, and custom.<id> of a custom field. Nothing sorts by the autoprovisioning URL: it is a secret, which inventory does not have.`,
      );
    const column: DeviceColumn = DEVICE_COLUMNS[name];
    return [{ expression: column.sort, descending, column }];
  });
  return [...sorts, { expression: RECORD_ID, descending: sort.startsWith('-') }];
}

/** What stands behind `order by`. */
export const orderOf = (sorts: readonly Sort[]): string => sorts.map(({ expression, descending }) => `${expression}${descending ? ' desc' : ''}`).join(', ');

/** What comes after the values of a device in an order: greater in the first sort, or equal there and greater in the second, … */
export function after(sql: Conditions, sorts: readonly Sort[], values: readonly unknown[]): string {
  const bound = values.map((value) => sql.bind(value));
  const [first] = sorts;
  if (sorts.every(({ descending }) => descending === first?.descending)) {
    // As rows, of which an index finds the place at once.
    return `(${sorts.map(({ expression }) => expression).join(', ')}) ${first?.descending ? '<' : '>'} (${bound.join(', ')})`;
  }
  const steps = sorts.map(({ expression, descending }, index) => {
    const equal = sorts.slice(0, index).map((earlier, at) => `${earlier.expression} = ${bound[at]}`);
    return `(${[...equal, `${expression} ${descending ? '<' : '>'} ${bound[index]}`].join(' and ')})`;
  });
  // Said again by itself so that an index on the first sort serves.
  return `${first?.expression} ${first?.descending ? '<=' : '>='} ${bound[0]} and (${steps.join(' or ')})`;
}
