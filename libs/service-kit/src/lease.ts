import type { Logger } from '@ringfleet/observability';

/** A killed process's job is taken over after so long. */
export const LEASE = `interval '5 seconds'`;
const RENEW_MS = 1_500;
const MOST_BACK_OFF_SECONDS = 30;

/** SQL conditions and settings of a table of jobs: columns lease, lease_until, retry_at, failures, stalled. */
export const FREE_JOB = '(lease_until is null or lease_until < now()) and (retry_at is null or retry_at < now())';
export const STALLED_JOB = `failures = failures + 1, lease_until = null, retry_at = now() + make_interval(secs => least(power(2, failures), ${MOST_BACK_OFF_SECONDS}))`;

/** Somebody else does this job, or it was cancelled. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export interface HeldLease {
  /** False where the lease is lost. */
  readonly renew: () => Promise<boolean>;
  readonly log: Logger;
  /** For the log. */
  readonly about: object;
}

/** Does the work while its lease is renewed; the signal aborts it where that is lost, or the process stops. */
export async function underLease<T>({ renew, log, about }: HeldLease, stopping: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const lost = new AbortController();
  const renewing = setInterval(() => {
    renew().then(
      (held) => held || lost.abort(new LeaseLost()),
      (error: unknown) => log.warn({ err: error, ...about }, 'a lease could not be renewed'),
    );
  }, RENEW_MS);
  try {
    return await work(AbortSignal.any([stopping, lost.signal]));
  } finally {
    clearInterval(renewing);
  }
}
