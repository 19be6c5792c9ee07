import { spanContextOf } from './trace.js';

const MOST_LINKS = 128; // as many as a span keeps

interface Traced {
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What a batch of records comes from: work on records of one trace belongs to it, work on records of several is a trace of its own. All that the records name are linked.
 */
export function originsOf(records: readonly Traced[]): { readonly traceparent?: string; readonly links: readonly string[] } {
  const origins = distinct(records);
  const [first, ...rest] = origins;
  if (first === undefined) return { links: [] };
  const trace = traceIdOf(first);
  return origins.every((one) => traceIdOf(one) === trace) ? { traceparent: first, links: rest } : { links: origins };
}

function distinct(records: readonly Traced[]): string[] {
  const origins = new Set<string>();
  let last: string | undefined;
  for (const { headers } of records) {
    const { traceparent } = headers;
    if (traceparent === undefined || traceparent === last) continue;
    last = traceparent;
    origins.add(traceparent);
    if (origins.size === MOST_LINKS) break;
  }
  return [...origins];
}

const traceIdOf = (traceparent: string): string | undefined => spanContextOf(traceparent)?.traceId;
