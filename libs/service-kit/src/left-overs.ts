import { JobLoop } from './job-loop.js';
import type { Ports } from './ports.js';

const LOOKS_EVERY_MS = 10_000;
// Longer than what nothing interrupts.
const LEFT_ALONE_MS = 30_000;

export interface LeftOversOptions<Work> {
  readonly ports: Ports;
  /** What has been under way since before then. */
  readonly leftSince: (before: Date) => Promise<readonly Work[]>;
  readonly finish: (work: Work) => Promise<unknown>;
}

/** Ends deletions and other changes that others are asked for (design.md §1) which a crash, or a service that did not answer, has left half done. Any number of instances may try at once. */
export class LeftOvers<Work> {
  private readonly loop: JobLoop;

  constructor(private readonly options: LeftOversOptions<Work>) {
    this.loop = new JobLoop({ name: 'left-overs', log: options.ports.log, restMs: LOOKS_EVERY_MS, round: () => this.round() });
  }

  start(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async round(): Promise<boolean> {
    const { ports, leftSince, finish } = this.options;
    for (const work of await leftSince(new Date(ports.clock().getTime() - LEFT_ALONE_MS))) {
      await finish(work).catch((error: unknown) => ports.log.warn({ err: error }, 'what was left half done could not be finished yet'));
    }
    return false;
  }
}
