import { SCOPE_KIND } from '@ringfleet/persistence';

/** Whether the phone of a device is registered (CTL-01). */
export const STATUSES = ['registered', 'aged', 'unregistered'] as const;
export type Status = (typeof STATUSES)[number];

/** Of which nothing is known. */
const NONE = 'none';
const CHOICES: readonly string[] = [...STATUSES, NONE];

/** What a device `d` is seen to be: the provider sees all, others what was seen since they have it (INV-05). */
const SEEN = `st.id = d.id and st.deleted_at is null
  and (${SCOPE_KIND} in ('system', 'provider') or (st.managed_by is not distinct from d.managed_by and st.customer_id is not distinct from d.customer_id))`;

export const STATUS_JOINED = `left join device_statuses st on ${SEEN}`;
/** null where nothing is known, as no registrar was ever heard of. */
export const STATUS = `coalesce(st.status, case when (select has_registrar()) then 'unregistered' end)`;

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
