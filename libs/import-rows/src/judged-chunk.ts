import type { RowOutcome } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Statement, Tx } from '@ringfleet/persistence';
import type { ImportChunk } from './import-chunk.js';

/** What is to be written for some rows: statements in their order, to be run in one transaction with the publishing of the records. */
export interface Plan {
  readonly statements: readonly Statement[];
  readonly records: readonly OutgoingRecord[];
}

/** Runs a plan in a transaction of the caller, who publishes its records there. Throws what `wasFaster` knows where another transaction was faster. */
export async function writePlan(tx: Tx, { statements }: Plan): Promise<void> {
  for (const { sql, params } of statements) await tx.query(sql, params);
}

/** Rows with what becomes of each of them, and what is to be written for it. */
export interface JudgedRows {
  readonly outcomes: readonly RowOutcome[];
  readonly plan: Plan;
}

export interface JudgedChunk<Column extends string = string> extends ImportChunk<Column>, JudgedRows {
  /** Names this judgement: a chunk may be judged again. */
  readonly judgement: string;
  /** The judgement of the chunk before on which this one rests; null where that chunk had been applied. */
  readonly premise: string | null;
}
