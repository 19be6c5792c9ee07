import { JobLoop } from './job-loop.js';
import type { Ports } from './ports.js';

const LOOKS_EVERY_MS = 10_000;
// Longer than a deletion that nothing interrupts.
const LEFT_ALONE_MS = 30_000;

export interface LeftOverDeletionsOptions<Closing> {
  readonly ports: Ports;
  /** What has been closing since before then. */
  readonly leftSince: (before: Date) => Promise<readonly Closing[]>;
  readonly finish: (closing: Closing) => Promise<unknown>;
}

/** Ends deletions (design.md §1) that a crash, or a service that did not answer, has left half done. Any number of instances may try at once. */
export class LeftOverDeletions<Closing> {
  private readonly loop: JobLoop;

  constructor(private readonly options: LeftOverDeletionsOptions<Closing>) {
    this.loop = new JobLoop({ name: 'finish-deletions', log: options.ports.log, restMs: LOOKS_EVERY_MS, round: () => this.round() });
  }

  start(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async round(): Promise<boolean> {
    const { ports, leftSince, finish } = this.options;
    for (const closing of await leftSince(new Date(ports.clock().getTime() - LEFT_ALONE_MS))) {
      await finish(closing).catch((error: unknown) => ports.log.warn({ err: error }, 'a deletion could not be finished yet'));
    }
    return false;
  }
}
