import { Conditions } from './conditions.js';
import type { Reference } from './device-columns.js';
import type { DeviceSource } from './device-source.js';
import type { CustomSort, Sort } from './order-step.js';
import { after, orderOf } from './device-sort.js';
import { statusStretches } from './status-stretches.js';
import { joined, keysOf, type Stretch, stretch, type Walk } from './stretch.js';

/**
 * The list in stretches, one behind the other, each of which an index gives in its order. By a plain column that is one. By the name of what a device refers to, and by
 * what it may not have, it is those that have none (whose value is '') and then the others, or the other way round.
 */
export function stretchesOf(walk: Walk): Stretch[] {
  const [first] = walk.sorts;
  const { absent, reference } = first?.column ?? {};
  if (first?.custom) return customStretches(walk, first.custom);
  if (first?.column?.beside) return statusStretches(walk);
  if (!first || (absent === undefined && reference === undefined)) return [plainStretch(walk)];
  const none = reference?.mayBeHidden ? noneSeenStretch(walk, reference) : noneStretch(walk, reference?.column ?? absent ?? '');
  const some = reference ? referenceStretches(walk, reference) : someStretch(walk, absent ?? '');
  return first.descending ? [...some, ...none] : [...none, ...some];
}

function plainStretch({ source, matching, sorts, after: values }: Walk): Stretch {
  const sql = new Conditions(matching);
  if (values) sql.add(after(sql, sorts, values));
  const isByName = sorts.length === 1;
  return isByName && source.holders ? mergedStretch(sql, source, sorts, source.holders) : stretch(sql, source, sorts, sorts);
}

/** By name of each holder, and then of both: what a reseller opens its list with. */
function mergedStretch(matching: Conditions, source: DeviceSource, sorts: readonly Sort[], holders: readonly string[]): Stretch {
  const sql = new Conditions(matching);
  const ids = holders.map((holder) => sql.bind(holder));
  const parts = ids.map((id) => {
    const held = new Conditions(sql);
    held.add(`d.holder = ${id}::uuid`);
    return stretch(held, source, sorts, sorts);
  });
  const down = sorts[0]?.descending ? ' desc' : '';
  return {
    sql: (limit) => `select * from (${parts.map((part) => `(${part.sql(limit)})`).join(' union all ')}) of_both order by sort_0${down} limit ${limit}`,
    params: sql.params,
  };
}

/** Those that have no value in the first sort. */
function noneStretch({ source, matching, sorts, after: values }: Walk, column: string): Stretch[] {
  const [first, ...rest] = sorts;
  if (values && values[0] !== '' && !first?.descending) return [];
  const sql = new Conditions(matching);
  sql.add(`${column} is null`);
  if (values && values[0] === '') sql.add(after(sql, rest, values.slice(1)));
  const none: Sort = { expression: `''`, descending: first?.descending ?? false };
  // A reference stands first so that an index on it and the id serves; those without a MAC have an index of their own, by id alone.
  const order = first?.column?.unique ? rest : [{ ...none, expression: column }, ...rest];
  return [stretch(sql, source, [none, ...rest], order)];
}

/** Those that have a value of a custom field, and then, whatever the direction, those that have none. */
function customStretches({ source, matching, sorts, after: values }: Walk, { value, join, indexed }: CustomSort): Stretch[] {
  const [has, second, ...rest] = sorts;
  if (!has || !second) return [];
  const some = new Conditions(matching);
  some.add(indexed);
  const by: Sort = { expression: value, descending: second.descending };
  if (values) some.add(after(some, [by, ...rest], values.slice(1)));
  const none = new Conditions(matching);
  none.add(has.expression);
  if (values?.[0] === true) none.add(after(none, rest, values.slice(2)));
  const valued = { ...source, from: `${source.from} ${join('join')}` };
  const others = { ...source, from: `${source.from} ${join('left join')}` };
  const [lacks, nothing] = [
    { ...has, custom: undefined },
    { ...second, custom: undefined },
  ];
  const withValue = stretch(some, valued, [{ ...lacks, expression: 'false' }, by, ...rest], [by, ...rest]);
  const without = stretch(none, others, [{ ...lacks, expression: 'true' }, nothing, ...rest], rest);
  return values?.[0] === true ? [without] : [withValue, without];
}

/** Those that refer to nothing that the caller sees. */
function noneSeenStretch({ source, matching, sorts, after: values }: Walk, { column, records }: Reference): Stretch[] {
  const [first, ...rest] = sorts;
  if (values && values[0] !== '' && !first?.descending) return [];
  const sql = new Conditions(matching);
  sql.add(`${column} is null or ${column} not in (select id from ${records})`);
  if (values && values[0] === '') sql.add(after(sql, rest, values.slice(1)));
  const none: Sort = { expression: `''`, descending: first?.descending ?? false };
  return [stretch(sql, source, [none, ...rest], rest)];
}

/** Those that have one, of which no two have the same. */
function someStretch({ source, matching, sorts, after: values }: Walk, column: string): Stretch[] {
  const [first] = sorts;
  if (values && values[0] === '' && first?.descending) return [];
  const sql = new Conditions(matching);
  sql.add(`${column} is not null`);
  const by: Sort = { expression: column, descending: first?.descending ?? false };
  if (values && values[0] !== '') sql.add(after(sql, [by], values.slice(0, 1)));
  return [stretch(sql, source, [by, ...sorts.slice(1)], [by])];
}

/** The rest of the record that the last device refers to and of those called like it, then the records behind. */
function referenceStretches(walk: Walk, reference: Reference): Stretch[] {
  const [first] = walk.sorts;
  const [key, ...rest] = walk.after ?? [];
  if (key === '' && first?.descending) return [];
  if (key === undefined || key === '') return [recordsStretch(walk, reference, {})];
  return [recordsStretch(walk, reference, { at: key, rest }), recordsStretch(walk, reference, { behind: key })];
}

/** Record by record in the order of their names, of each no more than the page holds. */
function recordsStretch(
  { source, matching, sorts }: Walk,
  { records, column }: Reference,
  place: { at?: unknown; rest?: readonly unknown[]; behind?: unknown },
): Stretch {
  const [first, ...rest] = sorts;
  const sql = new Conditions(matching);
  sql.add(`${column} = record.id`);
  const down = first?.descending ?? false;
  const where =
    place.at !== undefined
      ? `and name_key = ${sql.bind(place.at)}`
      : place.behind !== undefined
        ? `and name_key ${down ? '<' : '>'} ${sql.bind(place.behind)}`
        : '';
  if (place.rest) sql.add(after(sql, rest, place.rest));
  const outer = [`record.name_key${down ? ' desc' : ''}`, ...rest.map(({ descending }, index) => `of_record.sort_${index}${descending ? ' desc' : ''}`)];
  return {
    sql: (limit) => `
      select of_record.id, of_record.version, record.name_key as sort_0${rest.map((_, index) => `, of_record.sort_${index} as sort_${index + 1}`).join('')}
      from (select id, name_key from ${records} ${where}) record cross join lateral (
        select d.id, d.version, ${keysOf(rest)} from ${source.from} ${joined(rest)} ${sql.where()} order by ${orderOf(rest)} limit ${limit}) of_record
      order by ${outer.join(', ')} limit ${limit}`,
    params: sql.params,
  };
}

/** One stretch of few devices: found first, and then sorted. */
export function fewStretch(walk: Walk, isSearched: boolean): Stretch {
  const found = new Conditions(walk.matching);
  const sql = new Conditions();
  sql.params.push(...found.params);
  if (walk.after) sql.add(after(sql, walk.sorts, walk.after));
  const { from } = walk.source;
  return {
    sql: (limit) => `with found as ${isSearched ? 'materialized' : 'not materialized'} (select d.* from ${from} ${found.where()})
      select d.id, d.version, ${keysOf(walk.sorts)} from found d ${joined(walk.sorts)} ${sql.where()} order by ${orderOf(walk.sorts)} limit ${limit}`,
    params: sql.params,
  };
}
