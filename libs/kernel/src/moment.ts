const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/; // 2026-11-21T08:00:00Z

/** The moment that is written, a day as its first in UTC; undefined where the calendar has none, or PostgreSQL would write it otherwise. */
export function momentIn(text: string): Date | undefined {
  if (!MOMENT.test(text) || !isDay(text.slice(0, 10))) return undefined;
  const moment = new Date(text);
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9_999 ? moment : undefined;
}

/** A day of the calendar: 2026-02-29 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false; // 2026-11-21
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
