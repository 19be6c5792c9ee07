import { isId } from './ids.js';
import { Refused } from './refusal.js';

/** One page of a list; `nextCursor` is null on the last one. `exact` is false where the total is an estimate. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total: { readonly value: number; readonly exact: boolean };
}

/** Packs the sort values of the last item of a page; opaque to callers. */
export const encodeCursor = (values: readonly unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

// PostgreSQL takes none, so no value of ours has one.
const hasNul = (value: unknown): boolean => typeof value === 'string' && value.includes('\0');

/** Returns the packed values, or undefined if the text is no cursor of ours. */
export function decodeCursor(cursor: string): unknown[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(values) && !values.some(hasNul) ? values : undefined;
  } catch {
    return undefined;
  }
}

/** What a list says of a cursor that no page of it gave. */
export const badCursor = (): Refused => new Refused(400, 'bad_cursor', 'Send the cursor as the page before gave it, or none.');

/** Where a page begins of a list that is in the order of its ids. Throws `Refused` 400 `bad_cursor`. */
export function idOfCursor(cursor: string): string {
  const [id, ...more] = decodeCursor(cursor) ?? [];
  if (typeof id === 'string' && isId(id) && more.length === 0) return id;
  throw badCursor();
}
