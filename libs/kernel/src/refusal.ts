/** Why something was not done, as a value: a stable code, the field it is about, and words that say how to mend it. */
export interface Refusal {
  readonly code: string;
  readonly field?: string;
  /** Of a text, from 1. */
  readonly line?: number;
  readonly message: string;
}

/** A request that cannot be carried out; it becomes a problem document (RFC 9457) with `status` and `code`. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: { readonly errors?: readonly Refusal[]; readonly retryAfterSeconds?: number; readonly extra?: Record<string, unknown> } = {},
  ) {
    super(message);
  }
}

/** What one may not see does not exist (DIR-03): the same answer for both. */
export const notFound = (what: string): Refused => new Refused(404, 'not_found', `There is no such ${what}.`);
