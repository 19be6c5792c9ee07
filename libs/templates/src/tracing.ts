import { AssignTag, type Context, Output } from 'liquidjs';
import type { BoundedEmitter } from './bounded-emitter.js';
import type { Json, TracedOutput } from './template-job.js';

/** What the template that is being rendered reads; undefined where nobody asked. A thread renders one template at a time. */
let current: Trace | undefined;

/** Of an output, as much as tells people which it is. */
export const MOST_EXPRESSION = 200;
/** Characters that a trace holds, what each output and each name takes beside its own among them: whoever started the thread reads it, and its memory nobody bounds. */
const MOST_TRACED = 2_000_000;
const AROUND = 50;

/** Notes what a template reads of its context, and what of the result that became: of a result that writes more values than anybody reads, the first ones. */
export class Trace {
  readonly outputs: TracedOutput[] = [];
  private left = MOST_TRACED;
  private reads: string[] = [];
  /** By the name of an assigned variable what was read for it. */
  private readonly assigned = new Map<string, readonly string[]>();

  /** The context, every reading of which is noted. */
  watch(context: { readonly [key: string]: Json }): object {
    return this.watched(context, '') as object;
  }

  /** Resolves assigned names too, which the context does not have. */
  follow(context: Context): void {
    const finder = context as unknown as { findScope(key: string): object };
    const find = finder.findScope.bind(context);
    finder.findScope = (key) => {
      this.reads.push(...(this.assigned.get(key) ?? []));
      return find(key);
    };
  }

  begin(): void {
    this.reads = [];
  }

  endAssign(name: string): void {
    this.assigned.set(name, this.distinctReads());
  }

  endOutput(output: Omit<TracedOutput, 'reads'>): void {
    if (this.left < 0) return;
    const reads = this.distinctReads();
    this.left -= AROUND + output.text.length + output.expression.length + reads.reduce((total, read) => total + AROUND + read.length, 0);
    if (this.left >= 0) this.outputs.push({ ...output, reads });
  }

  private distinctReads(): string[] {
    return [...new Set(this.reads)];
  }

  private watched(value: unknown, path: string): unknown {
    if (typeof value !== 'object' || value === null) return value;
    return new Proxy(value, {
      get: (target, key) => {
        const found: unknown = Reflect.get(target, key);
        // The engine asks records for methods of its own.
        if (typeof key === 'symbol' || typeof found === 'function' || !Object.hasOwn(target, key)) return found;
        const at = Array.isArray(target) && /^\d+$/.test(key) ? `${path}[${key}]` : `${path}${path && '.'}${key}`;
        if (typeof found !== 'object' || found === null) this.reads.push(at);
        return this.watched(found, at);
      },
    });
  }
}

/** What is rendered meanwhile is noted in the trace. */
export function during<T>(trace: Trace, work: () => T): T {
  current = trace;
  try {
    return work();
  } finally {
    current = undefined;
  }
}

export class TracedAssign extends AssignTag {
  override *render(context: Context): Generator<unknown, void, unknown> {
    current?.begin();
    yield* super.render(context);
    current?.endAssign((this as unknown as { readonly key: string }).key);
  }
}

// Of outputs the engine offers no class of one's own to register; this is the engine of this thread alone.
const render = Output.prototype.render; // oxlint-disable-line typescript/unbound-method -- called below as the output's own
Output.prototype.render = function* traced(context, emitter) {
  // A piece of the whole, once it was cut out, would keep all that was written before it in memory.
  const written = emitter as unknown as BoundedEmitter;
  const { line } = written;
  current?.begin();
  yield* render.call(this, context, emitter);
  current?.endOutput({ line, text: written.last, expression: this.token.getText().slice(0, MOST_EXPRESSION) });
};
