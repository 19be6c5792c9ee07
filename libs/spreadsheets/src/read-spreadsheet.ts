import { isNativeError } from 'node:util/types';
import { Worker } from 'node:worker_threads';
import { BadSpreadsheet } from './bad-spreadsheet.js';
import type { ByteSource } from './byte-source.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import type { Format } from './open-sheet.js';
import type { SheetRow } from './sheet-row.js';
import type { FromWorker, Job, ToWorker } from './worker-messages.js';

export interface ReadOptions {
  readonly limits?: Partial<Limits>;
  /** Ends the worker; the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** How many of these header cells are known: chooses the delimiter of a csv. */
  readonly headerHint?: (cells: string[]) => number;
}

export interface SpreadsheetReading {
  /** Told from the content. Rejects as the iteration does. */
  readonly format: Promise<Format>;
  /** Batches of up to 500 rows, once. Leaving the loop ends the worker. */
  readonly batches: AsyncIterable<SheetRow[]>;
}

// The compiled worker, from src (tests) and from dist alike: a thread cannot load TypeScript.
const WORKER = new URL('../dist/reader-worker.js', import.meta.url);

class Reading implements AsyncIterator<SheetRow[]> {
  readonly format: Promise<Format>;
  private readonly worker: Worker;
  private readonly ready: SheetRow[][] = [];
  private ended = false;
  private failure: { readonly error: unknown } | undefined;
  private wake: () => void = () => undefined;
  private tellFormat: (format: Format) => void = () => undefined;
  private refuseFormat: (error: unknown) => void = () => undefined;

  constructor(
    private readonly source: ByteSource,
    private readonly options: ReadOptions,
  ) {
    this.format = new Promise<Format>((resolve, reject) => {
      this.tellFormat = resolve;
      this.refuseFormat = reject;
    });
    this.format.catch(() => undefined); // who does not ask for the format learns of a failure by the rows
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const workerData: Job = { size: source.size, limits, hasHint: options.headerHint !== undefined };
    this.worker = new Worker(WORKER, { workerData, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 16 } });
    this.worker.on('message', (message: FromWorker) => void this.on(message).catch((error: unknown) => this.fail(error)));
    this.worker.on('error', (error) => this.fail(outOfMemory(error)));
    this.worker.on('exit', () => this.fail(new Error('The reading thread ended before the file did.')));
    if (options.signal?.aborted === true) this.abort();
    else options.signal?.addEventListener('abort', this.abort, { once: true });
  }

  async next(): Promise<IteratorResult<SheetRow[]>> {
    for (;;) {
      const batch = this.ready.shift();
      if (batch !== undefined) {
        this.tell({ kind: 'credit' });
        return { done: false, value: batch };
      }
      if (this.failure !== undefined) throw this.failure.error;
      if (this.ended) return { done: true, value: undefined };
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  async return(): Promise<IteratorResult<SheetRow[]>> {
    this.ready.length = 0;
    this.stop();
    await this.worker.terminate();
    return { done: true, value: undefined };
  }

  private readonly abort = (): void => {
    this.ready.length = 0;
    this.fail(this.options.signal?.reason);
  };

  private async on(message: FromWorker): Promise<void> {
    if (this.ended) return;
    switch (message.kind) {
      case 'read': {
        const bytes = new Uint8Array(await this.source.read(message.offset, message.length)); // a copy, to be handed over whole
        return this.tell({ kind: 'bytes', bytes }, [bytes.buffer]);
      }
      case 'hint':
        return this.tell({ kind: 'known', known: this.options.headerHint?.(message.cells) ?? 0 });
      case 'format':
        return this.tellFormat(message.format);
      case 'rows':
        this.ready.push(message.rows);
        return this.wake();
      case 'bad':
        return this.fail(new BadSpreadsheet(message.code, message.message));
      case 'failed':
        return this.fail(message.error);
      case 'end':
        return this.stop();
    }
  }

  private tell(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    if (!this.ended) this.worker.postMessage(message, transfer);
  }

  /** Rows that are ready are still given out before the failure. */
  private fail(error: unknown): void {
    if (this.ended) return;
    this.failure = { error };
    this.refuseFormat(error);
    this.stop();
  }

  private stop(): void {
    this.ended = true;
    this.options.signal?.removeEventListener('abort', this.abort);
    void this.worker.terminate();
    this.wake();
  }
}

const outOfMemory = (error: unknown): unknown =>
  isNativeError(error) && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new BadSpreadsheet('too_large_in_memory', 'Reading the file takes more memory than is allowed. Save it as csv, or split it into several files.')
    : error;

/**
 * Reads the first sheet of a csv, xls or xlsx file in a worker thread with a capped heap, at most two batches ahead of the caller. Refuses a bad file with
 * `BadSpreadsheet`; a failure of `source.read` comes out as it is. Begins at once: iterate over the batches, or abort.
 */
export const readSpreadsheet = (source: ByteSource, options: ReadOptions = {}): SpreadsheetReading => {
  const reading = new Reading(source, options);
  return { format: reading.format, batches: { [Symbol.asyncIterator]: () => reading } };
};
