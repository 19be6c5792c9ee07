import { Outcome, type RowOutcome } from '@ringfleet/contracts';
import type { ImportChunk, JudgedChunk } from '@ringfleet/import-rows';
import type { Refusal } from '@ringfleet/kernel';
import type { Column, ImportRow } from '../imports/row.js';
import type { BatchOutcome } from './batch.js';
import type { BatchOrder, DeviceDecision } from './decide-device.js';

/** A chunk of a batch's devices; to what applies chunks its `importId` is the batch, its rows are the places of the devices in it. */
export interface BatchChunk extends ImportChunk<Column> {
  readonly order: BatchOrder;
  readonly deviceIds: readonly string[];
  /** Under which the batch is run. */
  readonly lease: number;
}

export type JudgedBatchChunk = BatchChunk & JudgedChunk<Column>;

export const rowsOf = (deviceIds: readonly string[]): ImportRow[] => deviceIds.map((_, row) => ({ row, cells: {} }));

const STORED: Readonly<Record<BatchOutcome, Outcome>> = { applied: Outcome.APPLIED, unchanged: Outcome.UNCHANGED, refused: Outcome.REJECTED };

export const outcomeOf = (row: number, decision: DeviceDecision): RowOutcome => ({
  $typeName: 'ringfleet.inventory.v1.RowOutcome',
  row,
  outcome: STORED[decision.outcome],
  reasons: (decision.outcome === 'refused' ? decision.refusals : []).map(({ code, field = '', message }) => ({
    $typeName: 'ringfleet.inventory.v1.Reason',
    column: field,
    code,
    message,
    value: '',
  })),
  name: '',
});

export function namedOutcome({ outcome }: RowOutcome): BatchOutcome {
  if (outcome === Outcome.APPLIED) return 'applied';
  return outcome === Outcome.UNCHANGED ? 'unchanged' : 'refused';
}

export const reasonsOf = ({ reasons }: RowOutcome): Refusal[] => reasons.map(({ column, code, message }) => ({ code, field: column, message }));
