import { Column, Outcome, type RowsApplied } from '@ringfleet/contracts';
import { type FileColumn, storable } from '../columns/file-columns.js';
import type { Rejection } from '../imports/import-events.js';
import type { Answer } from './answer.js';

/** UTF-16 units of a name or a cell that are kept: enough to find the row by. */
const KEPT = 256;
export const clip = (text: string): string => storable(text.length > KEPT ? text.slice(0, KEPT) : text);

export const nameColumn = (columns: readonly FileColumn[]): number => columns.findIndex(({ column }) => column === Column.NAME);

/** The rejected rows of an answer, as they are stored. */
export const rejectionsOf = ({ message }: Answer): Rejection[] =>
  message.outcomes
    .filter(({ outcome }) => outcome === Outcome.REJECTED)
    .map(({ row, name, reasons }) => ({ row, name: clip(name), reasons: reasons.map(reasonOf) }));

const reasonOf = ({ column, code, message, value }: RowsApplied['outcomes'][number]['reasons'][number]): Rejection['reasons'][number] => ({
  column: storable(column),
  code: storable(code),
  message: storable(message),
  value: clip(value),
});
