import { isNumber, type CustomField } from '../fields/custom-field.js';
import { type CustomSource, inDevice } from '../fields/custom-source.js';
import type { Sort } from './device-sort.js';

/** How devices are sorted by a custom field: those without a value behind the others, in both directions, so that each of the two is walked along an index. */
export interface CustomSort {
  readonly field: CustomField;
  /** In `value`, of its view. */
  readonly value: string;
  /** Joins the values to devices `d`; inner where only those that have one are wanted. Nothing for a past moment. */
  readonly join: (kind: 'join' | 'left join') => string;
  /** Conditions under which the index on values is one on this field. */
  readonly indexed: string;
}

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
