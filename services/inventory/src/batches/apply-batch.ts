import { Inject, Injectable } from '@nestjs/common';
import type { RowOutcome } from '@ringfleet/contracts';
import { ChunkApplier } from '@ringfleet/import-rows';
import { Database, type Statement } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { type JudgedBatchChunk, namedOutcome, outcomeOf, reasonsOf } from './batch-chunk.js';
import { JudgeBatch } from './judge-batch.js';

/** Applies a judged chunk of a batch by what applies chunks of imports: all of it in one transaction, once, with what became of each device. */
@Injectable()
export class ApplyBatch extends ChunkApplier<JudgedBatchChunk> {
  constructor(@Inject(PORTS) { clock, log }: Ports, @Inject(Database) database: Database, @Inject(JudgeBatch) judge: JudgeBatch) {
    super({
      service: 'inventory',
      database,
      clock,
      log,
      alsoWrites: whatBecame,
      judge: {
        again: (chunk) => judge.execute(chunk),
        judgeRow: (tx, chunk, { row }) => judge.judgeOne(tx, chunk, row),
        couldNotApply: ({ row }, message) => outcomeOf(row, { outcome: 'refused', refusals: [{ code: 'could_not_apply', message }] }),
      },
    });
  }
}

/** The second statement fails where the batch was cancelled or is run by somebody else meanwhile: then nothing of the chunk is. */
function whatBecame({ importId, chunk, lease }: JudgedBatchChunk, outcomes: readonly RowOutcome[]): Statement[] {
  const named = outcomes.map(namedOutcome);
  const count = (wanted: string): number => named.filter((outcome) => outcome === wanted).length;
  const reasons = Object.fromEntries(outcomes.flatMap((outcome) => (outcome.reasons.length > 0 ? [[outcome.row, reasonsOf(outcome)]] : [])));
  return [
    {
      sql: 'update device_batch_chunks set outcomes = $3::text[], reasons = $4::jsonb where batch_id = $1 and chunk = $2',
      params: [importId, chunk, named, JSON.stringify(reasons)],
    },
    {
      sql: `with counted as (
         update device_batches set applied = applied + $3, unchanged = unchanged + $4, refused = refused + $5, stalled = null, failures = 0
         where id = $1 and lease = $2 and state = 'running' returning id)
       select must_be(count(*), 1) from counted`,
      params: [importId, lease, count('applied'), count('unchanged'), count('refused')],
    },
  ];
}
