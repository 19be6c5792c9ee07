import { isNumber, type CustomField } from '../fields/custom-field.js';
import { type CustomSource, inDevice } from '../fields/custom-source.js';
import type { CustomSort, Sort } from './order-step.js';

/** Two steps of an order: whether there is a value, then which. */
export function customSorts(field: CustomField, { view }: CustomSource, descending: boolean): readonly [Sort, Sort] {
  const isNumeric = isNumber(field);
  const none = isNumeric ? '0' : `''`;
  const alias = `v${field.id.replaceAll('-', '')}`;
  const value = view === undefined ? castOf(field, inDevice(field)) : `${alias}.${isNumeric ? 'number' : 'value'}`;
  const has = view === undefined ? inDevice(field) : `${alias}.device_id`;
  const custom: CustomSort = {
    field,
    value,
    join: (kind) => (view === undefined ? '' : `${kind} ${view} ${alias} on ${alias}.device_id = d.id and ${alias}.field_id = '${field.id}'`),
    indexed: view === undefined ? `${has} is not null` : `${alias}.${isNumeric ? `value = ''` : 'number = 0'}`,
  };
  return [
    { expression: `(${has} is null)`, descending: false, custom },
    { expression: `coalesce(${value}, ${none})`, descending, custom },
  ];
}

const castOf = (field: CustomField, text: string): string => (isNumber(field) ? `${text}::numeric` : `(${text} collate "C")`);
