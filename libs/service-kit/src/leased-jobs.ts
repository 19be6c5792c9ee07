import { isTransient } from '@ringfleet/messaging';
import { type Logger, traced } from '@ringfleet/observability';
import { JobLoop } from './job-loop.js';
import { LeaseLost, underLease } from './lease.js';
import type { ServiceName } from './service-card.js';

const REST_MS = 1_000;

/** One job while its lease is held. */
export interface OpenJob {
  /** False where the lease is lost. */
  readonly renew: () => Promise<boolean>;
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** Ends the job if the error is one that trying again does not mend; whether it did. */
  readonly end: (error: unknown) => Promise<boolean>;
}

export interface LeasedJobsOptions<Lease> {
  readonly service: ServiceName;
  readonly log: Logger;
  /** What is done, and to what record: 'scan' and 'import'. */
  readonly name: string;
  readonly record: string;
  readonly idOf: (lease: Lease) => string;
  /** What takes the next job, by the names of the slots, which run beside each other. */
  readonly slots: Readonly<Record<string, () => Promise<Lease | undefined>>>;
  readonly leases: {
    /** For another to take at once. */
    release(lease: Lease): Promise<void>;
    /** To be tried again, later each time; the reason is told to who waits for it. */
    stall(lease: Lease, reason: string): Promise<void>;
  };
  readonly open: (lease: Lease) => OpenJob;
  /** Told while it is tried again. */
  readonly stalled: string;
}

/** Jobs that whichever instance takes them does, each in a trace of its own and under a lease. What breaks off by accident is tried again until it works. */
export class LeasedJobs<Lease extends { readonly traceparent: string | null }> {
  private readonly slots: readonly JobLoop[];

  constructor(private readonly options: LeasedJobsOptions<Lease>) {
    this.slots = Object.entries(options.slots).map(
      ([name, take]) => new JobLoop({ name, log: options.log, restMs: REST_MS, round: (signal) => this.next(take, signal) }),
    );
  }

  start(): void {
    for (const slot of this.slots) slot.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.stop()));
  }

  /** To be called when there is a new job. */
  wake(): void {
    for (const slot of this.slots) slot.wake();
  }

  private async next(take: () => Promise<Lease | undefined>, stopping: AbortSignal): Promise<boolean> {
    const lease = await take();
    if (!lease) return false;
    const { service, name, record, idOf } = this.options;
    const attributes = { [`ringfleet.${record}.id`]: idOf(lease) }; // 'ringfleet.import.id'
    await traced({ service, name, traceparent: lease.traceparent, attributes }, () => this.run(lease, stopping));
    return true;
  }

  private async run(lease: Lease, stopping: AbortSignal): Promise<void> {
    const { leases, log, name, record, idOf, open, stalled } = this.options;
    const about = { [`${record}Id`]: idOf(lease) }; // importId
    const { renew, work, end } = open(lease);
    try {
      await underLease({ renew, log, about }, stopping, work);
    } catch (error) {
      if (await end(error)) return;
      if (stopping.aborted) return leases.release(lease);
      if (error instanceof LeaseLost) return;
      log[isTransient(error) ? 'warn' : 'error']({ err: error, job: name, ...about }, 'a job could not be done just now');
      await leases.stall(lease, stalled);
    }
  }
}
