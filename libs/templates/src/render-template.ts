import { Context, type Liquid, LiquidError, type Template, toValueSync } from 'liquidjs';
import { BoundedEmitter, OutputTooLong } from './bounded-emitter.js';
import { createEngine } from './engine.js';
import { BadData } from './escape.js';
import type { Format, Rendered, RenderJob, TemplateLimits, TemplateRefusal } from './template-job.js';
import { during, MOST_EXPRESSION, Trace } from './tracing.js';
import { misformed } from './well-formed.js';

/** Characters of templates that are kept as they were parsed, which takes two hundred times as much: what one owner sends must leave the others their memory. */
const MOST_KEPT = 100_000;

/** Renders templates, one after the other, within the limits that the engine keeps itself; what it does not keep, its thread does. */
export class TemplateEngines {
  private readonly engines = new Map<Format, Liquid>();
  /** The last ones, the latest at the end. */
  private readonly parsed = new Map<string, Template[]>();

  constructor(private readonly limits: Pick<TemplateLimits, 'renderMs' | 'output'>) {}

  render(job: RenderJob): Rendered {
    const trace = job.trace ? new Trace() : undefined;
    const emitter = new BoundedEmitter(this.limits.output);
    try {
      const write = (): void => this.write(job, emitter, trace);
      if (trace) during(trace, write);
      else write();
    } catch (error) {
      return { refusal: refusalOf(error) };
    }
    const refusal = misformed(job.format, emitter.buffer);
    return refusal ? { refusal } : { text: emitter.buffer, outputs: trace?.outputs ?? [] };
  }

  private write({ format, text, context }: RenderJob, emitter: BoundedEmitter, trace: Trace | undefined): void {
    const engine = this.engineFor(format);
    const templates = this.parse(engine, format, text);
    const scope = new Context(trace ? trace.watch(context) : context, engine.options, { sync: true }, { liquid: engine });
    trace?.follow(scope);
    toValueSync(engine.renderer.renderTemplates(templates, scope, emitter));
  }

  private engineFor(format: Format): Liquid {
    const engine = this.engines.get(format) ?? createEngine(format, this.limits.renderMs);
    this.engines.set(format, engine);
    return engine;
  }

  private parse(engine: Liquid, format: Format, text: string): Template[] {
    const key = `${format}\n${text}`;
    const templates = this.parsed.get(key) ?? engine.parse(text);
    this.parsed.delete(key);
    this.parsed.set(key, templates);
    this.forget();
    return templates;
  }

  private forget(): void {
    let length = [...this.parsed.keys()].reduce((total, key) => total + key.length, 0);
    for (const key of this.parsed.keys()) {
      if (length <= MOST_KEPT || this.parsed.size === 1) return;
      this.parsed.delete(key);
      length -= key.length;
    }
  }
}

const LIMITS: readonly (readonly [RegExp, TemplateRefusal['code'], string])[] = [
  [/^template render limit exceeded/, 'time_limit', 'The template takes too long.'],
  [/^memory alloc limit exceeded/, 'memory_limit', 'The template takes too much memory.'],
  [/^parse length limit exceeded/, 'bad_template', 'The template is too long.'],
];

function refusalOf(error: unknown): TemplateRefusal {
  if (!(error instanceof Error)) throw new TypeError('A template threw what is no error.');
  const cause = originalOf(error);
  const place = placeOf(error);
  const limit = LIMITS.find(([pattern]) => pattern.test(cause.message));
  if (limit) return { code: limit[1], message: limit[2], ...place };
  if (cause instanceof OutputTooLong) return { code: 'output_limit', message: cause.message, ...place };
  if (cause instanceof BadData) return { code: 'bad_data', message: `A value ${cause.message}.`, ...place };
  if (cause.message.startsWith('undefined variable: '))
    return { code: 'unknown_name', message: `There is no ${cause.message.slice('undefined variable: '.length)}.`, ...place };
  return { code: 'bad_template', message: cause.message.replace(/, line:\d+, col:\d+$/, ''), ...place };
}

const originalOf = (error: Error): Error => ('originalError' in error && error.originalError instanceof Error ? originalOf(error.originalError) : error);

function placeOf(error: Error): Pick<TemplateRefusal, 'line' | 'expression'> {
  if (!LiquidError.is(error) || !('token' in error)) return { line: null, expression: null };
  const { token } = error;
  const [line = null] = token.getPosition();
  return { line, expression: token.getText().slice(0, MOST_EXPRESSION) };
}
