import { Outcome } from '@ringfleet/contracts';
import { Counter, Histogram } from 'prom-client';
import type { Answer } from './answer.js';

const service = 'files';
const rows = new Counter({ name: 'ringfleet_import_rows_total', help: 'Rows of imports that have an outcome.', labelNames: ['service', 'outcome'] });
const reasons = new Counter({
  name: 'ringfleet_import_rejection_reasons_total',
  help: 'Why rows were rejected; a row may have several reasons.',
  labelNames: ['service', 'code'],
});
const chunkSeconds = new Histogram({
  name: 'ringfleet_import_chunk_seconds',
  help: 'From sending a chunk to its stored answer.',
  labelNames: ['service'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
});
for (const outcome of ['applied', 'unchanged', 'rejected']) rows.inc({ service, outcome }, 0);

/** Codes are few, and inventory's own; what is no code shall not make a series of its own. */
const CODE = /^[a-z][a-z_]{1,40}$/; // mac_not_unique

/** Counts answers that were just stored, each once; `seconds` is how long each was awaited. */
export function measureAnswers(stored: readonly Answer[], seconds: readonly number[]): void {
  for (const outcome of ['applied', 'unchanged', 'rejected'] as const) {
    rows.inc(
      { service, outcome },
      stored.reduce((sum, answer) => sum + answer[outcome], 0),
    );
  }
  for (const [code, count] of countReasons(stored)) reasons.inc({ service, code }, count);
  for (const one of seconds) chunkSeconds.observe({ service }, Math.max(0, one));
}

/** Added up first: a chunk may have a thousand of one kind. */
function countReasons(answers: readonly Answer[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rejected, message } of answers) {
    if (rejected === 0) continue;
    for (const { outcome, reasons: why } of message.outcomes) {
      if (outcome !== Outcome.REJECTED) continue;
      for (const { code } of why) {
        const known = CODE.test(code) ? code : 'other';
        counts.set(known, (counts.get(known) ?? 0) + 1);
      }
    }
  }
  return counts;
}
