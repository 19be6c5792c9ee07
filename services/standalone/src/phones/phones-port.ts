import { within } from '@ringfleet/kernel';
import { addedMetrics, type Logger, type ThreadMetrics } from '@ringfleet/observability';
import { setTimeout as pause } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadData, ThreadStart, ToThread } from './thread-words.js';

// As it was built, where it is run from its sources too.
const PROGRAM = new URL('../../dist/phones/phone-thread.js', import.meta.url);
const METRICS_WITHIN_MS = 1_000;
/** Longer than connections have (two seconds) and spans take to be sent (ten at most). */
const STOPPED_WITHIN_MS = 15_000;
const AGAIN_AFTER_MS = 1_000;

export interface PhonesPortOptions {
  readonly threads: number;
  readonly log: Logger;
  /** What each thread runs. */
  readonly program?: URL;
}

/**
 * A port for phones alone, which threads take together, each with a door of its own: a site that comes at once after a power cut does not end where one thread of JavaScript does, and nobody else waits for it. One that ends unasked is
 * started again.
 */
export class PhonesPort {
  private readonly threads = new Set<Worker>();
  /** By each that runs, at its last answer. */
  private readonly counted = new Map<Worker, ThreadMetrics>();
  /** By those that have ended. */
  private countedBefore: Promise<ThreadMetrics> = Promise.resolve([]);
  private readonly stopping = new AbortController();
  private listening = 0;

  constructor(
    private readonly data: ThreadData,
    private readonly options: PhonesPortOptions,
  ) {}

  /** Whether all threads take phones. */
  get isWhole(): boolean {
    return this.listening === this.options.threads;
  }

  /** Resolves once all threads take phones. Throws if the port is taken, saying how to choose another. */
  async open(): Promise<void> {
    try {
      await this.start({ isFirst: true });
      await Promise.all(Array.from({ length: this.options.threads - 1 }, () => this.start({ isFirst: false })));
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** What the threads have counted so far; of one that is busy longer than a second, what it said last. */
  async metrics(): Promise<readonly ThreadMetrics[]> {
    const asked = Promise.all([...this.threads].map((thread) => this.count(thread)));
    await within(METRICS_WITHIN_MS, asked, undefined);
    return [await this.countedBefore, ...this.counted.values()];
  }

  /** Takes no new connections; what is under way has two seconds. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(
      [...this.threads].map(async (thread) => {
        thread.postMessage('stop' satisfies ToThread);
        await within(STOPPED_WITHIN_MS, endOf(thread), undefined);
        await thread.terminate();
      }),
    );
  }

  private async start(how: Pick<ThreadStart, 'isFirst'>): Promise<void> {
    if (this.stopping.signal.aborted) throw new Error('The port of phones was closed while it was opened.');
    const thread = new Worker(this.options.program ?? PROGRAM, { workerData: { ...this.data, ...how } satisfies ThreadStart });
    this.threads.add(thread);
    const ended = endOf(thread);
    void ended.then(() => this.forget(thread));
    const listening = new Promise((resolve) => thread.once('message', resolve));
    await Promise.race([
      listening,
      ended.then((reason) => Promise.reject(new Error(`A thread that answers phones did not start: ${reason?.message ?? 'it ended.'}`))),
    ]);
    this.listening += 1;
    void ended.then((reason) => {
      this.listening -= 1;
      return this.startAgain(reason);
    });
  }

  private async startAgain(reason: unknown): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.options.log.error({ err: reason }, 'a thread that answers phones has ended; it is started again');
    await pause(AGAIN_AFTER_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    if (!this.stopping.signal.aborted) await this.start({ isFirst: false }).catch((failure: unknown) => this.startAgain(failure));
  }

  private forget(thread: Worker): void {
    const last = this.counted.get(thread);
    if (last) this.countedBefore = this.countedBefore.then((before) => addedMetrics([before, last]));
    this.counted.delete(thread);
    this.threads.delete(thread);
  }

  private async count(thread: Worker): Promise<void> {
    const { port1: here, port2: there } = new MessageChannel();
    thread.postMessage({ metricsTo: there } satisfies ToThread, [there]);
    const answer = await new Promise<ThreadAnswer>((resolve) => {
      here
        .once('message', resolve)
        .once('close', () => resolve(undefined))
        .unref();
    });
    if (answer && this.threads.has(thread)) this.counted.set(thread, answer);
    here.close();
  }
}

/** Resolves when a thread has ended, with the error that it ended by, if any. */
function endOf(thread: Worker): Promise<Error | undefined> {
  return new Promise((resolve) => {
    let failure: Error | undefined;
    thread.once('error', (error: Error) => (failure = error));
    thread.once('exit', () => resolve(failure));
  });
}
