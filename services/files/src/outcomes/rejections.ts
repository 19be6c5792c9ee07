import { Inject, Injectable } from '@nestjs/common';
import { Column, Outcome, type RowsApplied } from '@ringfleet/contracts';
import type { Tx } from '@ringfleet/persistence';
import { type FileColumn, storable } from '../columns/file-columns.js';
import type { Rejection } from '../imports/import-events.js';
import { ImportObjects } from '../imports/import-objects.js';
import type { Answer } from './answer.js';

/** UTF-16 units of a name or a cell that are kept: enough to find the row by. */
const KEPT = 256;
export const clip = (text: string): string => storable(text.length > KEPT ? text.slice(0, KEPT) : text);

interface Scanned {
  readonly id: string;
  readonly scan: number;
  readonly columns: readonly FileColumn[];
}

export const nameColumn = (columns: readonly FileColumn[]): number => columns.findIndex(({ column }) => column === Column.NAME);

/** Rejected rows with their names, which stand in the chunk objects alone. */
@Injectable()
export class Rejections {
  constructor(@Inject(ImportObjects) private readonly objects: ImportObjects) {}

  async of(answers: readonly Answer[], imports: ReadonlyMap<string, Scanned>): Promise<ReadonlyMap<Answer, readonly Rejection[]>> {
    const withSome = answers.filter(({ rejected }) => rejected > 0);
    return new Map(await Promise.all(withSome.map(async (answer) => [answer, await this.ofOne(answer, imports.get(answer.importId))] as const)));
  }

  private async ofOne({ importId, chunk, message }: Answer, scanned: Scanned | undefined): Promise<Rejection[]> {
    if (!scanned) return [];
    const at = nameColumn(scanned.columns);
    const rows = await this.objects.readChunk({ importId, scan: scanned.scan, chunk });
    const names = new Map(rows.map(({ row, cells }) => [row, cells[at] ?? '']));
    return rejectedRows(message).map(({ row, reasons }) => ({ row, name: clip(names.get(row) ?? ''), reasons: reasons.map(reasonOf) }));
  }
}

/** Where the names of rejected rows are to be found. */
export async function scansOf(tx: Tx, answers: readonly Answer[]): Promise<ReadonlyMap<string, Scanned>> {
  const ids = [...new Set(answers.filter(({ rejected }) => rejected > 0).map(({ importId }) => importId))];
  if (ids.length === 0) return new Map();
  const rows = await tx.query<Scanned>('select id, scan, columns from imports where id = any($1) and scan is not null', [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

const rejectedRows = ({ outcomes }: RowsApplied): RowsApplied['outcomes'] => outcomes.filter(({ outcome }) => outcome === Outcome.REJECTED);

const reasonOf = ({ column, code, message, value }: RowsApplied['outcomes'][number]['reasons'][number]): Rejection['reasons'][number] => ({
  column: storable(column),
  code: storable(code),
  message: storable(message),
  value: clip(value),
});
