import { isDay, momentIn } from '@ringfleet/kernel';

const DAY_MS = 86_400_000;

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
