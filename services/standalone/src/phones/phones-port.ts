import type { Logger, ThreadMetrics } from '@ringfleet/observability';
import { portMustBeFree } from '@ringfleet/service-kit';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { ThreadData, ToThread } from './thread-words.js';

const THREAD = new URL('./phone-thread.js', import.meta.url);
const METRICS_WITHIN_MS = 1_000;
const STOPPED_WITHIN_MS = 5_000;
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
  /** By each, at its last answer. */
  private readonly counted = new Map<Worker, ThreadMetrics>();
  private readonly stopping = new AbortController();

  private constructor(
    private readonly data: ThreadData,
    private readonly log: Logger,
    private readonly program: URL,
  ) {}

  /** Resolves once all of them take phones. Throws if the port is taken, saying how to choose another. */
  static async open(data: ThreadData, { threads, log, program = THREAD }: PhonesPortOptions): Promise<PhonesPort> {
    await portMustBeFree(data, 'RINGFLEET_PHONES_PORT');
    const opened = new PhonesPort(data, log, program);
    try {
      await Promise.all(Array.from({ length: threads }, () => opened.start()));
      return opened;
    } catch (error) {
      await opened.stop();
      throw error;
    }
  }

  /** What the threads have counted so far; of one that is busy longer than a second, what it said last. */
  async metrics(): Promise<readonly ThreadMetrics[]> {
    await Promise.all([...this.threads].map((thread) => this.count(thread)));
    return [...this.counted.values()];
  }

  /** Takes no new connections; what is under way has two seconds. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const late = pause(STOPPED_WITHIN_MS, undefined, { ref: false });
    await Promise.all(
      [...this.threads].map(async (thread) => {
        thread.postMessage('stop' satisfies ToThread);
        await Promise.race([endOf(thread), late]);
        await thread.terminate();
      }),
    );
  }

  private async start(): Promise<void> {
    const thread = new Worker(this.program, { workerData: this.data });
    this.threads.add(thread);
    const ended = endOf(thread);
    void ended.then(() => this.threads.delete(thread) && this.counted.delete(thread));
    const listening = new Promise((resolve) => thread.once('message', resolve));
    await Promise.race([listening, ended.then((error) => Promise.reject(new Error('A thread that answers phones did not start.', { cause: error })))]);
    void ended.then((error) => this.startAgain(error));
  }

  private async startAgain(reason: unknown): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.log.error({ err: reason }, 'a thread that answers phones has ended; it is started again');
    await pause(AGAIN_AFTER_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    if (!this.stopping.signal.aborted) await this.start().catch((failure: unknown) => this.startAgain(failure));
  }

  private async count(thread: Worker): Promise<void> {
    const { port1: here, port2: there } = new MessageChannel();
    thread.postMessage({ metricsTo: there } satisfies ToThread, [there]);
    const answered = once(here, 'message').then(([metrics]) => void this.counted.set(thread, metrics as ThreadMetrics));
    await Promise.race([answered, pause(METRICS_WITHIN_MS, undefined, { ref: false })]);
    here.close();
  }
}

/** Resolves when a thread has ended, with the error that it ended by, if any. */
function endOf(thread: Worker): Promise<unknown> {
  return new Promise((resolve) => {
    let failure: unknown;
    thread.once('error', (error) => (failure = error));
    thread.once('exit', () => resolve(failure));
  });
}
