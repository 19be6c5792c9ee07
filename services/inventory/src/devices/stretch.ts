import { STATUS_JOINED } from '../statuses/device-status.js';
import type { Conditions } from './conditions.js';
import { NAMES_JOINED } from './device-columns.js';
import { orderOf } from './device-sort.js';
import type { DeviceSource } from './device-source.js';
import type { Sort } from './order-step.js';

/** What a page is asked of: where from, which, in which order, and after which values of a device. */
export interface Walk {
  readonly source: DeviceSource;
  readonly matching: Conditions;
  readonly sorts: readonly Sort[];
  readonly after?: readonly unknown[] | undefined;
}

/** A part of the list: SQL that gives `id`, `version` and `sort_0` … of its devices in their order, to be bounded by the caller. */
export interface Stretch {
  readonly sql: (limit: number) => string;
  readonly params: readonly unknown[];
}

/** The devices that match, in an order, with what is sorted by as `sort_0` …. */
export function stretch(sql: Conditions, { from }: DeviceSource, selected: readonly Sort[], order: readonly Sort[]): Stretch {
  return {
    sql: (limit) => `select d.id, d.version, ${keysOf(selected)} from ${from} ${joined(selected)} ${sql.where()} order by ${orderOf(order)} limit ${limit}`,
    params: sql.params,
  };
}

export const keysOf = (sorts: readonly Sort[]): string => sorts.map(({ expression }, index) => `${expression} as sort_${index}`).join(', ');

/** The names, statuses and values of custom fields are joined only where they are sorted by. */
export function joined(sorts: readonly Sort[]): string {
  const names = sorts.some(({ column }) => column?.reference) ? NAMES_JOINED : '';
  const statuses = sorts.some(({ column }) => column?.beside) ? STATUS_JOINED : '';
  return `${names} ${statuses} ${customJoined(sorts)}`;
}

/** Each field has two steps of an order. */
export const customJoined = (sorts: readonly Sort[]): string => [...new Set(sorts.flatMap(({ custom }) => custom?.join('left join') ?? []))].join(' ');
