import { isNativeError } from 'node:util/types';
import { Worker } from 'node:worker_threads';
import type { Rendered, RenderJob, TemplateLimits, TemplateRefusal } from './template-job.js';
import type { FromWorker, WorkerData } from './worker-messages.js';

// The compiled worker, from src (tests) and from dist alike: a thread cannot load TypeScript.
const WORKER = new URL('../dist/template-worker.js', import.meta.url);

const TOO_LONG: TemplateRefusal = { code: 'time_limit', message: 'The template takes too long.', line: null, expression: null };
const TOO_MUCH: TemplateRefusal = { code: 'memory_limit', message: 'The template takes too much memory.', line: null, expression: null };

/** A thread that renders one template after the other, until one of them goes too far. */
export class TemplateThread {
  isAlive = true;
  private readonly worker: Worker;
  private readonly ready: Promise<void>;
  private begin: () => void = () => undefined;
  private answer: (rendered: Rendered) => void = () => undefined;
  private fail: (error: unknown) => void = () => undefined;

  constructor(private readonly limits: TemplateLimits) {
    const workerData: WorkerData = { renderMs: limits.renderMs, output: limits.output };
    this.worker = new Worker(WORKER, {
      workerData,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    // It keeps no process running.
    this.worker.unref();
    this.ready = new Promise((resolve, reject) => {
      this.begin = resolve;
      this.fail = reject;
    });
    this.worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') this.begin();
      else this.answer(message.rendered);
    });
    this.worker.on('error', (error) => {
      this.isAlive = false;
      if (isOutOfMemory(error)) this.answer({ refusal: TOO_MUCH });
      this.fail(error);
    });
    this.worker.on('exit', () => {
      this.isAlive = false;
      this.fail(new Error('The rendering thread ended.'));
    });
  }

  /** Rejects where the fault is not the template's. */
  async render(job: RenderJob): Promise<Rendered> {
    await this.ready;
    const answered = new Promise<Rendered>((resolve, reject) => {
      this.answer = resolve;
      this.fail = reject;
    });
    const watchdog = setTimeout(() => {
      this.isAlive = false;
      this.answer({ refusal: TOO_LONG });
      void this.worker.terminate();
    }, this.limits.timeMs);
    this.worker.postMessage(job);
    try {
      return await answered;
    } finally {
      clearTimeout(watchdog);
    }
  }

  async end(): Promise<void> {
    this.isAlive = false;
    await this.worker.terminate();
  }
}

const isOutOfMemory = (error: unknown): boolean => isNativeError(error) && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
