import type { Span } from './trace-receiver.js';

/** Spans that say which import they are about. */
export const about = (spans: readonly Span[], importId: string): Span[] => spans.filter(({ attributes }) => attributes['ringfleet.import.id'] === importId);

/** All spans of the trace in which an import was done. */
export function traceOf(spans: readonly Span[], importId: string): Span[] {
  const [first] = about(spans, importId);
  return spans.filter(({ traceId }) => traceId === first?.traceId);
}

/** How many spans there are of each name. */
export function names(spans: readonly Span[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of spans) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Name and parent of those that stand below no other of these. */
export function roots(spans: readonly Span[]): string[][] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId }) => !ids.has(parentSpanId)).map(({ name, parentSpanId }) => [name, parentSpanId]);
}
