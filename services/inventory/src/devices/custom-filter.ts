import { isDay, nameKey } from '@ringfleet/kernel';
import { type CustomField, isNoValue, isNumber, valueOf } from '../fields/custom-field.js';
import { type CustomSource, inDevice } from '../fields/custom-source.js';
import { NONE } from '../fields/decide-field.js';
import type { Conditions } from './conditions.js';
import { escapeLike, isShort, isWordless } from './like.js';

/** What a filter on a custom field takes, in words; thrown by the caller. */
export class BadCustomFilter extends Error {
  override readonly name = 'BadCustomFilter';
}

/**
 * The condition of a filter on devices `d`: any part of a text without case, one or two letters what begins with them; a choice; a number or a day, or a range
 * `5..10` with its ends; `none` where there is no value. Throws `BadCustomFilter`.
 */
export function customCondition(sql: Conditions, field: CustomField, value: string, { view }: CustomSource): string {
  const isNone = value === NONE && field.kind !== 'text';
  if (view === undefined) return isNone ? `${inDevice(field)} is null` : conditionOn(sql, field, value, past(field));
  const ofField = `v.device_id = d.id and v.field_id = '${field.id}'`;
  if (isNone) return `not exists (select from ${view} v where ${ofField})`;
  const values = `select v.device_id from ${view} v where v.field_id = '${field.id}'`;
  return `d.id in (${values} and ${isNumber(field) ? `v.value = ''` : 'v.number = 0'} and ${conditionOn(sql, field, value, LIVE)})`;
}

/** Where a value stands: as it is sorted, and as parts of it are looked for. */
interface Place {
  readonly value: string;
  readonly number: string;
  readonly search: (pattern: string) => string;
}

const LIVE: Place = { value: 'v.value', number: 'v.number', search: (pattern) => `v.search like ${pattern}` };
// Of the past there is no form to look through; what few devices there were are looked at one by one.
const past = (field: CustomField): Place => ({
  value: `(${inDevice(field)} collate "C")`,
  number: `${inDevice(field)}::numeric`,
  search: (pattern) => `${inDevice(field)} ilike ${pattern}`,
});

function conditionOn(sql: Conditions, field: CustomField, value: string, place: Place): string {
  if (field.kind === 'text') {
    const part = nameKey(value);
    if (isWordless(part)) return `${place.value} like ${sql.bind(`${escapeLike(part)}%`)}`;
    return place.search(sql.bind(`${isShort(part) ? '' : '%'}${escapeLike(part)}%`));
  }
  if (field.kind === 'choice') {
    const choice = valueOf(field, value);
    if (isNoValue(choice)) throw new BadCustomFilter(`one of ${field.choices.join(', ')}, or none`);
    return `${place.value} = ${sql.bind(choice)}`;
  }
  const [from, to] = rangeOf(field, value);
  const column = isNumber(field) ? place.number : place.value;
  const type = isNumber(field) ? 'numeric' : 'text';
  const ends = [...(from === '' ? [] : [`${column} >= ${sql.bind(from)}::${type}`]), ...(to === '' ? [] : [`${column} <= ${sql.bind(to)}::${type}`])];
  return ends.join(' and ');
}

function rangeOf(field: CustomField, value: string): readonly [string, string] {
  const [from = '', to = from, ...more] = value.split('..');
  const isOne = isNumber(field) ? (end: string) => !isNoValue(valueOf(field, end)) : isDay;
  if (more.length > 0 || (from === '' && to === '') || [from, to].some((end) => end !== '' && !isOne(end)))
    throw new BadCustomFilter(isNumber(field) ? 'a number, a range such as 5..10, or none' : 'a day, a period such as 2026-11-01..2026-11-21, or none');
  return [from, to];
}
