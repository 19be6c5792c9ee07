import { Inject, Injectable } from '@nestjs/common';
import { topics } from '@ringfleet/contracts';
import { ChunkApplier, judgedOutcome } from '@ringfleet/import-rows';
import { reason } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { JudgeTreeChunk, type JudgedTreeChunk } from './judge-tree-chunk.js';
import { COLUMNS } from './tree-row.js';

/** Applies a judged chunk of the tree: all of it in one transaction, once (DIR-11, IMP-06). */
@Injectable()
export class ApplyTreeChunk extends ChunkApplier<JudgedTreeChunk> {
  constructor(@Inject(PORTS) { clock, log }: Ports, @Inject(Database) database: Database, @Inject(JudgeTreeChunk) judge: JudgeTreeChunk) {
    super({
      service: 'directory',
      answers: topics.treeOutcomes,
      database,
      clock,
      log,
      judge: {
        again: (chunk) => judge.execute(chunk),
        judgeRow: (tx, chunk, row) => judge.judgeRows(tx, chunk, { rows: [row] }),
        couldNotApply: (row, message) => judgedOutcome(row, COLUMNS, { outcome: 'rejected', reasons: [reason(row, 'name', 'could_not_apply', message)] }),
      },
    });
  }
}
