import { traced } from '@ringfleet/observability';
import { Histogram } from 'prom-client';
import type { ImportChunk } from './import-chunk.js';

const seconds = new Histogram({
  name: 'ringfleet_import_chunk_step_seconds',
  help: 'How long judging a chunk of an import and applying it took, its references and waits for locks included.',
  labelNames: ['service', 'step'],
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

/** Does a step of a chunk's way in a service, measured, in the trace of its import. */
export async function measured<T>(
  { service, step }: { readonly service: string; readonly step: 'judge' | 'apply' },
  { importId, chunk, rows, traceparent }: ImportChunk,
  run: () => Promise<T>,
): Promise<T> {
  const stopTimer = seconds.startTimer({ service, step });
  const attributes = { 'ringfleet.import.id': importId, 'ringfleet.import.chunk': chunk, 'ringfleet.import.rows': rows.length };
  try {
    return await traced({ service, name: `${step} chunk`, traceparent, attributes }, run);
  } finally {
    stopTimer();
  }
}
