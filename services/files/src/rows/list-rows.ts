import { Inject, Injectable } from '@nestjs/common';
import { badCursor, type Caller, decodeCursor, encodeCursor, type Page, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { findImport } from '../imports/find-import.js';
import type { Rejection } from '../imports/import-events.js';
import { doneRows, type ImportSummary } from '../imports/import-record.js';
import type { OutcomeName } from '../outcomes/answer.js';
import { RowReader } from './row-reader.js';

export interface RowView {
  readonly row: number;
  readonly outcome: OutcomeName;
  readonly name: string;
  readonly reasons: Rejection['reasons'];
}

export interface RowsQuery {
  readonly outcome?: OutcomeName | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What became of the rows of an import, in file order (IMP-05). */
@Injectable()
export class ListRows {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RowReader) private readonly reader: RowReader,
  ) {}

  /** Throws `Refused` 404; 410 `file_removed` where names of applied rows stood in a file that is no longer kept. */
  async execute(caller: Caller, id: string, { outcome, limit, cursor }: RowsQuery): Promise<Page<RowView>> {
    const after = cursor === undefined ? 0 : rowOf(cursor);
    const record = await this.database.transaction(caller.scope, (tx) => findImport(tx, id));
    const found =
      outcome === 'rejected'
        ? await this.rejected(caller, id, { after, limit: limit + 1 })
        : await this.fromChunks(caller, record, { outcome, after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor([last.row]) : null, total: { value: outcome ? record[outcome] : doneRows(record), exact: true } };
  }

  private rejected(caller: Caller, id: string, { after, limit }: { after: number; limit: number }): Promise<RowView[]> {
    return this.database.transaction(caller.scope, (tx) =>
      tx.query<RowView>(`select row, 'rejected' as outcome, name, reasons from import_rejections where import_id = $1 and row > $2 order by row limit $3`, [
        id,
        after,
        limit,
      ]),
    );
  }

  private async fromChunks(
    caller: Caller,
    record: ImportSummary,
    query: { outcome: OutcomeName | undefined; after: number; limit: number },
  ): Promise<RowView[]> {
    if (record.file_removed_at) throw fileRemoved();
    const found: RowView[] = [];
    for await (const { rows } of this.reader.answered(caller.scope, record, { outcome: query.outcome, after: query.after })) {
      for (const { row, outcome, name, reasons } of rows) {
        if (row.row > query.after && (!query.outcome || outcome === query.outcome)) found.push({ row: row.row, outcome, name, reasons });
        if (found.length === query.limit) return found;
      }
    }
    return found;
  }
}

export function rowOf(cursor: string): number {
  const [row] = decodeCursor(cursor) ?? [];
  if (typeof row !== 'number' || !Number.isSafeInteger(row)) throw badCursor();
  return row;
}

export const fileRemoved = (): Refused => new Refused(410, 'file_removed', 'The file of this import is no longer kept; its counts and rejected rows are.');
