import { context, isSpanContextValid, type SpanContext, trace, TraceFlags } from '@opentelemetry/api';
import { randomPart } from '@ringfleet/kernel';
import { keepContextAcrossCalls } from './trace-context.js';

/** W3C Trace Context: version, trace id, span id, flags: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

let last: SpanContext | undefined;
let lastText = '';

/** The `traceparent` to send along with a message or a request, or to keep with a job; undefined outside a trace. */
export function traceparentOf(): string | undefined {
  const span = trace.getSpanContext(context.active());
  if (!span || !isSpanContextValid(span)) return undefined;
  if (span !== last) {
    // A chunk's records have one: it is written once.
    last = span;
    lastText = `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
  }
  return lastText;
}

/**
 * Does the work inside the trace that a message or request brought along. Without one, or with one that cannot be read, the current trace goes on;
 * where there is none a new one begins.
 */
export function withTraceparent<T>(traceparent: string | undefined, work: () => T): T {
  keepContextAcrossCalls();
  const brought = spanContextOf(traceparent);
  if (!brought && traceparentOf() !== undefined) return work();
  return context.with(trace.setSpanContext(context.active(), brought ?? newTrace()), work);
}

/** For log lines: finds everything that belongs to one trace. */
export function traceFields(): { traceId?: string } {
  const span = trace.getSpanContext(context.active());
  return span && isSpanContextValid(span) ? { traceId: span.traceId } : {};
}

/** What a `traceparent` names; undefined where it cannot be read. */
export function spanContextOf(traceparent: string | null | undefined): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const span: SpanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(span) ? span : undefined;
}

export const newTrace = (): SpanContext => ({
  traceId: Buffer.from(randomPart(16)).toString('hex'),
  spanId: Buffer.from(randomPart(8)).toString('hex'),
  traceFlags: TraceFlags.SAMPLED,
});
