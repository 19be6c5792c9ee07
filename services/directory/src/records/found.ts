import { LockMode } from '@mikro-orm/core';
import { notFound, Refused } from '@ringfleet/kernel';
import { requireIfMatch } from '@ringfleet/service-kit';
import type { Closable } from './closing.js';

/** A record that is about to be changed or deleted; waits for who else does. */
export const TO_CHANGE = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;
/** A record that is about to be referred to: it is neither deleted nor changed until the transaction ends. */
export const TO_REFER = { lockMode: LockMode.PESSIMISTIC_READ } as const;

/** Which record is meant, and in which version it was read. */
export interface Wanted {
  readonly id: string;
  /** The If-Match header: the version that the change was decided on. */
  readonly ifMatch: string | undefined;
}

/** One that is to be changed. Throws as `found`, and 409 `being_deleted` where it is closing. */
export function foundOpen<Found extends Closable>(record: Found | null, what: string, wanted: Pick<Wanted, 'ifMatch'>): Found {
  const open = found(record, what, wanted);
  if (open.closingSince) throw new Refused(409, 'being_deleted', `The ${what} is just being deleted.`, { retryAfterSeconds: 1 });
  return open;
}

/** Throws `Refused` 404 where the caller sees no such record, 428 where it is not said in which version it was read, 412 where that is another one. */
export function found<Found extends { readonly version: number }>(record: Found | null, what: string, { ifMatch }: Pick<Wanted, 'ifMatch'>): Found {
  if (!record) throw notFound(what);
  requireIfMatch(ifMatch, record.version);
  return record;
}
