import { isDay } from '../fields/custom-field.js';

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/; // 2026-11-21T08:00:00Z
const DAY_MS = 86_400_000;

/** The moment that is written, a day as its first in UTC; undefined where the calendar has none, or PostgreSQL would write it otherwise. */
export function momentIn(text: string): Date | undefined {
  if (!MOMENT.test(text) || !isDay(text.slice(0, 10))) return undefined;
  const moment = new Date(text);
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9_999 ? moment : undefined;
}

/** From when until before when, as PostgreSQL reads it: `2026-11-01..2026-11-21`, of which a day is all of it, and an end that is left out is open. */
export function periodIn(text: string): readonly [string, string] | undefined {
  const [from = '', to, ...more] = text.split('..');
  if (to === undefined || more.length > 0 || (from === '' && to === '')) return undefined;
  const begin = from === '' ? '-infinity' : momentIn(from)?.toISOString();
  const end = to === '' ? 'infinity' : endOf(to);
  return begin === undefined || end === undefined ? undefined : [begin, end];
}

function endOf(text: string): string | undefined {
  const moment = momentIn(text);
  if (!moment) return undefined;
  const end = new Date(moment.getTime() + (isDay(text) ? DAY_MS : 0));
  return end.getUTCFullYear() > 9_999 ? 'infinity' : end.toISOString();
}
