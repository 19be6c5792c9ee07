import { Bell } from '@ringfleet/kernel';
import type { Logger } from '@ringfleet/observability';

export interface JobLoopOptions {
  readonly name: string;
  readonly log: Logger;
  /** How long it rests when there is nothing to do and nobody wakes it. */
  readonly restMs: number;
  /** Does what is to be done now; true when there may be more at once. */
  readonly round: (signal: AbortSignal) => Promise<boolean>;
}

/**
 * Runs rounds of a job one after the other: when woken, and every so often for what no one in this process knows of. A round that fails is tried again after a rest;
 * rounds that fail alike are told of once, and once more when one has succeeded.
 */
export class JobLoop {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private readonly bell = new Bell();
  private failing: { readonly message: string; readonly rounds: number } | undefined;

  constructor(private readonly options: JobLoopOptions) {}

  start(): void {
    this.running = this.run();
  }

  wake(): void {
    this.bell.ring();
  }

  /** Aborts the round under way and waits for its end. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.bell.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const more = await this.round(signal);
      if (!more) await this.bell.wait(this.options.restMs);
    }
  }

  private async round(signal: AbortSignal): Promise<boolean> {
    try {
      const more = await this.options.round(signal);
      this.tellSuccess();
      return more;
    } catch (error) {
      if (!signal.aborted) this.tellFailure(error);
      return false;
    }
  }

  private tellFailure(error: unknown): void {
    const message = String(error);
    const isKnown = this.failing?.message === message;
    this.failing = { message, rounds: (this.failing?.rounds ?? 0) + 1 };
    this.options.log[isKnown ? 'debug' : 'error']({ err: error, job: this.options.name }, 'a round of a job failed');
  }

  private tellSuccess(): void {
    if (this.failing) this.options.log.info({ job: this.options.name, failedRounds: this.failing.rounds }, 'a job that failed goes on');
    this.failing = undefined;
  }
}
