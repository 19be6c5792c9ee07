import { type Attributes, type Context, context, isSpanContextValid, type Span, type SpanContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { newTrace, spanContextOf } from './trace.js';
import { keepContextAcrossCalls } from './trace-context.js';

/** A piece of work as a trace shows it. */
export interface Work {
  /** Who does it. */
  readonly service: string;
  /** What is done; the same each time: `apply chunk`. */
  readonly name: string;
  readonly kind?: 'server' | 'consumer' | 'producer';
  /** What it comes from, as its message or its row says. Without it, what is under way. */
  readonly traceparent?: string | null | undefined;
  /** What else it comes from. */
  readonly links?: readonly string[];
  /** Ids and numbers: never names, addresses or content of records. */
  readonly attributes?: Attributes;
}

/** Work under way whose end is told. */
export interface OpenWork {
  /** Runs a part of it. */
  run<T>(part: () => T): T;
  set(attributes: Attributes): void;
  /** Where the name is known only once it was done. */
  rename(name: string): void;
  end(outcome?: { readonly failure?: string | undefined }): void;
}

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, producer: SpanKind.PRODUCER } as const;

/**
 * Begins a span. It belongs to the trace that `traceparent` names, and is linked to the work it is done within where that belongs to another or stands elsewhere in the
 * same: a batch holds work of many traces. Without an SDK (`startTracing`) nothing is recorded, only the trace id is carried on, for logs and messages.
 */
export function beginWork({ service, name, kind, traceparent, links = [], attributes }: Work): OpenWork {
  keepContextAcrossCalls();
  const active = context.active();
  const around = trace.getSpanContext(active);
  const brought = spanContextOf(traceparent);
  const above = brought ? trace.setSpanContext(active, brought) : active;
  const linked = links.flatMap((link) => spanContextOf(link) ?? []);
  if (brought && around && around.spanId !== brought.spanId) linked.push(around);
  const span = trace
    .getTracer(service)
    .startSpan(
      name,
      { kind: kind ? KINDS[kind] : SpanKind.INTERNAL, links: linked.map((one) => ({ context: one })), ...(attributes && { attributes }) },
      above,
    );
  return openWork(span, within(above, span));
}

/** Does the work in a span of its own, see `beginWork`. What it throws is thrown on; the span says of it no more than its kind, since messages quote records. */
export async function traced<T>(work: Work, run: () => Promise<T>): Promise<T> {
  const open = beginWork(work);
  try {
    const result = await open.run(run);
    open.end();
    return result;
  } catch (error) {
    open.end({ failure: kindOf(error) });
    throw error;
  }
}

/** Work done at one go for several: a span for each. */
export async function tracedTogether<T>(works: readonly Work[], run: () => Promise<T>): Promise<T> {
  const open = works.map(beginWork);
  const end = (failure?: string): void => {
    for (const one of open) one.end({ failure });
  };
  try {
    const result = await run();
    end();
    return result;
  } catch (error) {
    end(kindOf(error));
    throw error;
  }
}

function within(above: Context, span: Span): Context {
  const own: SpanContext = span.spanContext();
  return isSpanContextValid(own) ? trace.setSpan(above, span) : trace.setSpanContext(above, newTrace());
}

const openWork = (span: Span, inside: Context): OpenWork => ({
  run: (part) => context.with(inside, part),
  set: (attributes) => void span.setAttributes(attributes),
  rename: (name) => void span.updateName(name),
  end: ({ failure } = {}) => {
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', failure);
    span.end();
  },
});

const kindOf = (error: unknown): string => {
  const { name, code } = error instanceof Error ? (error as Error & { readonly code?: unknown }) : { name: typeof error, code: undefined };
  return typeof code === 'string' ? `${name} ${code}` : name; // DatabaseError 40001
};
