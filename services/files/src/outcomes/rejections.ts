import { Inject, Injectable } from '@nestjs/common';
import { Column, Outcome, type RowsApplied } from '@ringfleet/contracts';
import { isTransient } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { type FileColumn, storable } from '../columns/file-columns.js';
import type { Rejection } from '../imports/import-events.js';
import { type ChunkRef, ImportObjects } from '../imports/import-objects.js';
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
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(ImportObjects) private readonly objects: ImportObjects,
  ) {}

  async of(answers: readonly Answer[], imports: ReadonlyMap<string, Scanned>): Promise<ReadonlyMap<Answer, readonly Rejection[]>> {
    const withSome = answers.filter(({ rejected }) => rejected > 0);
    return new Map(await Promise.all(withSome.map(async (answer) => [answer, await this.ofOne(answer, imports.get(answer.importId))] as const)));
  }

  private async ofOne({ importId, chunk, message }: Answer, scanned: Scanned | undefined): Promise<Rejection[]> {
    if (!scanned) return [];
    const names = await this.namesOf({ importId, scan: scanned.scan, chunk }, nameColumn(scanned.columns));
    return rejectedRows(message).map(({ row, reasons }) => ({ row, name: clip(names.get(row) ?? ''), reasons: reasons.map(reasonOf) }));
  }

  /** An outcome is worth more than a name: where the object is lost, rows go without. */
  private async namesOf(ref: ChunkRef, at: number): Promise<ReadonlyMap<number, string>> {
    try {
      return new Map((await this.objects.readChunk(ref)).map(({ row, cells }) => [row, cells[at] ?? '']));
    } catch (error) {
      if (isTransient(error)) throw error;
      this.ports.log.error({ err: error, ...ref }, 'the names of rejected rows are lost');
      return new Map();
    }
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
