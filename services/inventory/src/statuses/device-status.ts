import { SCOPE_KIND } from '@ringfleet/persistence';

/** Whether the phone of a device is registered (CTL-01). */
export const STATUSES = ['registered', 'aged', 'unregistered'] as const;
export type Status = (typeof STATUSES)[number];

/** Of which nothing is known. */
const NONE = 'none';
const CHOICES: readonly string[] = [...STATUSES, NONE];

/**
 * Whether what was told of a device `d` is shown: to the provider all, to others what was seen since they have it (INV-05), which is nearly all. A CASE, of which PostgreSQL does not take it for granted, as of a bare condition, that it
 * leaves next to nothing; then it would not walk an index that gives a page in its order.
 */
export const isShown = (told: string): string => `case when ${SCOPE_KIND} in ('system', 'provider') then true
  else ${told}.managed_by is not distinct from d.managed_by and ${told}.customer_id is not distinct from d.customer_id end`;
const SEEN = `st.id = d.id and st.deleted_at is null and ${isShown('st')}`;

export const STATUS_JOINED = `left join device_statuses st on ${SEEN}`;
/** null where nothing is known, as no registrar was ever heard of. */
export const STATUS = `coalesce(st.status, case when (select has_registrar()) then 'unregistered' end)`;

/** What devices are sorted by: registered, aged, unregistered, and behind them those of which nothing is known. */
export const STATUS_RANK = `coalesce(array_position('{${STATUSES.join(',')}}'::text[], ${STATUS}), ${STATUSES.length + 1})`;

/** Those that are neither registered nor aged: they are unregistered, all of them, or of none anything is known. */
export const IS_OTHER = `not exists (select from device_statuses st where ${SEEN} and st.status in ('registered', 'aged'))`;
export const OTHER_RANK = `case when (select has_registrar()) then ${STATUSES.indexOf('unregistered') + 1} else ${STATUSES.length + 1} end`;

/** `registered,aged` as a list; undefined where it is none. */
export function statusesIn(value: string): readonly string[] | undefined {
  const wanted = [...new Set(value.split(','))];
  return wanted.every((each) => CHOICES.includes(each)) ? wanted : undefined;
}

/** The condition that a device `d` has one of the statuses; `bind` takes a parameter. */
export function hasStatus(wanted: readonly string[], bind: (value: unknown) => string): string {
  const isOneOf = (statuses: readonly string[]): string =>
    statuses.length === 0 ? 'false' : `exists (select from device_statuses st where ${SEEN} and st.status in (${statuses.map(bind).join(', ')}))`;
  const told = STATUSES.filter((status) => wanted.includes(status));
  if (wanted.includes('unregistered')) {
    // Of most of these nothing was ever heard: they are what the others are not.
    const others = `not ${isOneOf(STATUSES.filter((status) => !told.includes(status)))}`;
    return wanted.includes(NONE) ? others : `(select has_registrar()) and ${others}`;
  }
  if (!wanted.includes(NONE)) return isOneOf(told);
  return told.length === 0 ? 'not (select has_registrar())' : `not (select has_registrar()) or ${isOneOf(told)}`;
}
