import { momentIn, Refused } from '@ringfleet/kernel';

/** What is of a time so long past is being written, which is waited for, or will never be: `begin_writing`. */
const SETTLED_MS = 5_000;

export const AS_OF_REFUSALS = ['bad_as_of', 'as_of_too_recent'];

/** The past moment that is asked for (INV-14). Throws `Refused` 400 `bad_as_of`, `as_of_too_recent`. */
export function momentOf(asOf: string, now: Date): Date {
  const moment = momentIn(asOf);
  if (!moment) throw refused('bad_as_of', 'The moment asked for is no time; write it as 2026-11-21T08:00:00Z.');
  const newest = new Date(now.getTime() - SETTLED_MS);
  if (moment > newest) throw refused('as_of_too_recent', `What is so recent may still change; ask for ${newest.toISOString()} or before, or without asOf.`);
  return moment;
}

const refused = (code: string, message: string): Refused => new Refused(400, code, message, { errors: [{ code, field: 'asOf', message }] });
