import { DEFAULT_LIMITS, type Rendered, type RenderJob, type TemplateLimits } from './template-job.js';
import { TemplateThread } from './template-thread.js';

interface Waiting {
  readonly job: RenderJob;
  readonly done: (rendered: Rendered) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Renders templates of people who may be hostile, in threads of their own: one that takes too long or too much is ended with its thread, and the next one gets a new
 * thread. Whoever has many templates waiting takes turns with the others, one template each.
 */
export class TemplateRenderer {
  private readonly limits: TemplateLimits;
  private readonly idle: TemplateThread[] = [];
  private readonly threads = new Set<TemplateThread>();
  /** By whom they belong to, in the order of their turns. */
  private readonly waiting = new Map<string, Waiting[]>();
  private isClosed = false;

  constructor(limits: Partial<TemplateLimits> = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /**
   * Rejects where the fault is not the template's.
   * @param owner whose template it is: all of one owner's count as one when there are more than threads
   */
  render(owner: string, job: RenderJob): Promise<Rendered> {
    if (this.isClosed) throw new Error('The renderer is closed.');
    return new Promise((done, failed) => {
      const queue = this.waiting.get(owner);
      if (queue) queue.push({ job, done, failed });
      else this.waiting.set(owner, [{ job, done, failed }]);
      this.next();
    });
  }

  /** Ends all threads; what was to be rendered is rejected. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const { failed } of [...this.waiting.values()].flat()) failed(new Error('The renderer was closed.'));
    this.waiting.clear();
    await Promise.all([...this.threads].map((thread) => thread.end()));
  }

  private next(): void {
    const thread = this.idle.pop() ?? this.another();
    const waiting = thread && this.take();
    if (!thread) return;
    if (!waiting) {
      this.idle.push(thread);
      return;
    }
    void this.work(thread, waiting);
  }

  private async work(thread: TemplateThread, { job, done, failed }: Waiting): Promise<void> {
    try {
      done(await thread.render(job));
    } catch (error) {
      failed(error);
    }
    if (thread.isAlive) this.idle.push(thread);
    else this.threads.delete(thread);
    if (this.waiting.size > 0) this.next();
  }

  private another(): TemplateThread | undefined {
    if (this.threads.size >= this.limits.threads) return undefined;
    const thread = new TemplateThread(this.limits);
    this.threads.add(thread);
    return thread;
  }

  /** The next template of whose turn it is; who has more goes to the end. */
  private take(): Waiting | undefined {
    const [turn] = this.waiting;
    if (!turn) return undefined;
    const [owner, queue] = turn;
    const waiting = queue.shift();
    this.waiting.delete(owner);
    if (queue.length > 0) this.waiting.set(owner, queue);
    return waiting;
  }
}
