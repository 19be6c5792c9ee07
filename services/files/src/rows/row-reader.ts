import { Inject, Injectable } from '@nestjs/common';
import type { Scope } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import type { FileColumn } from '../columns/file-columns.js';
import type { Rejection } from '../imports/import-events.js';
import { ImportObjects } from '../imports/import-objects.js';
import type { ImportSummary } from '../imports/import-record.js';
import { OUTCOME_OF_LETTER, type OutcomeName } from '../outcomes/answer.js';
import { clip, nameColumn } from '../outcomes/rejections.js';
import type { ChunkRow } from '../scan/chunk-rows.js';

/** A row of the file with what became of it. */
export interface JudgedRow {
  readonly row: ChunkRow;
  readonly outcome: OutcomeName;
  readonly name: string;
  readonly reasons: Rejection['reasons'];
}

interface AnsweredChunk {
  readonly chunk: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly outcomes: string;
}

/** Reads rows back from chunk objects, with their outcomes from the tables; a chunk at a time, so that memory is bounded. */
@Injectable()
export class RowReader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ImportObjects) private readonly objects: ImportObjects,
  ) {}

  async columnsOf(scope: Scope, importId: string): Promise<readonly FileColumn[]> {
    const [record] = await this.database.transaction(scope, (tx) =>
      tx.query<{ columns: FileColumn[] | null }>('select columns from imports where id = $1', [importId]),
    );
    return record?.columns ?? [];
  }

  /** Answered chunks in file order that have rows after `after` and, where it is given, rows with the outcome. */
  async *answered(
    scope: Scope,
    record: ImportSummary,
    { outcome, after }: { outcome?: OutcomeName | undefined; after: number },
  ): AsyncGenerator<{ rows: JudgedRow[] }> {
    const nameAt = nameColumn(await this.columnsOf(scope, record.id));
    for (let place = after; ;) {
      const chunk = await this.next(scope, record.id, { outcome, after: place });
      if (!chunk || record.scan === null) return;
      const rows = await this.objects.readChunk({ importId: record.id, scan: record.scan, chunk: chunk.chunk });
      const rejections = chunk.outcomes.includes('r') ? await this.rejections(scope, record.id, chunk) : new Map<number, Rejection['reasons']>();
      yield {
        rows: rows.flatMap((row, index) => {
          const became = OUTCOME_OF_LETTER[chunk.outcomes[index] ?? ''];
          return became ? [{ row, outcome: became, name: clip(row.cells[nameAt] ?? ''), reasons: rejections.get(row.row) ?? [] }] : [];
        }),
      };
      place = chunk.lastRow;
    }
  }

  /** The rows with these numbers, in file order. */
  async *rowsOf(scope: Scope, { id: importId, scan }: ImportSummary, wanted: readonly number[]): AsyncGenerator<ChunkRow> {
    if (scan === null) return;
    const chunks = await this.database.transaction(scope, (tx) =>
      tx.query<{ chunk: number }>(
        `select chunk from import_chunks where import_id = $1 and exists (select from unnest($2::int[]) row where row between first_row and last_row) order by chunk`,
        [importId, wanted],
      ),
    );
    const rows = new Set(wanted);
    for (const { chunk } of chunks) yield* (await this.objects.readChunk({ importId, scan, chunk })).filter(({ row }) => rows.has(row));
  }

  private async next(
    scope: Scope,
    importId: string,
    { outcome, after }: { outcome: OutcomeName | undefined; after: number },
  ): Promise<AnsweredChunk | undefined> {
    const wanted = outcome === undefined ? '' : `and ${outcome} > 0`;
    const [chunk] = await this.database.transaction(scope, (tx) =>
      tx.query<AnsweredChunk>(
        `select chunk, first_row as "firstRow", last_row as "lastRow", outcomes from import_chunks
         where import_id = $1 and last_row > $2 and answered_at is not null ${wanted} order by chunk limit 1`,
        [importId, after],
      ),
    );
    return chunk;
  }

  private async rejections(scope: Scope, importId: string, { firstRow, lastRow }: AnsweredChunk): Promise<Map<number, Rejection['reasons']>> {
    const rows = await this.database.transaction(scope, (tx) =>
      tx.query<{ row: number; reasons: Rejection['reasons'] }>('select row, reasons from import_rejections where import_id = $1 and row between $2 and $3', [
        importId,
        firstRow,
        lastRow,
      ]),
    );
    return new Map(rows.map(({ row, reasons }) => [row, reasons]));
  }
}
