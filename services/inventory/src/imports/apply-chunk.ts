import { Inject, Injectable } from '@nestjs/common';
import { topics } from '@ringfleet/contracts';
import { ChunkApplier, judgedOutcome } from '@ringfleet/import-rows';
import { reason } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { JudgeChunk, type JudgedDeviceChunk } from './judge-chunk.js';
import { ResolveReferences } from './resolve-references.js';
import { type Column, COLUMNS } from './row.js';

/** Applies a judged chunk of devices: all of it in one transaction, once (IMP-05, IMP-06). */
@Injectable()
export class ApplyChunk extends ChunkApplier<JudgedDeviceChunk> {
  constructor(
    @Inject(PORTS) { clock, log }: Ports,
    @Inject(Database) database: Database,
    @Inject(ResolveReferences) resolve: ResolveReferences,
    @Inject(JudgeChunk) judge: JudgeChunk,
  ) {
    super({
      service: 'inventory',
      answers: topics.importOutcomes,
      database,
      clock,
      log,
      judge: {
        again: async (chunk) => judge.execute(await resolve.execute(chunk)),
        judgeRow: (tx, chunk, row) => judge.judgeRows(tx, chunk, { rows: [row] }),
        couldNotApply: (row, message) =>
          judgedOutcome<Column>(row, COLUMNS, { outcome: 'rejected', reasons: [reason(row, 'name', 'could_not_apply', message)] }),
      },
    });
  }
}
