import { Inject, Injectable } from '@nestjs/common';
import { type Caller, encodeCursor, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { columnName } from '../columns/columns.js';
import type { FileColumn } from '../columns/file-columns.js';
import { findImport } from '../imports/find-import.js';
import type { Rejection } from '../imports/import-events.js';
import type { ImportSummary } from '../imports/import-record.js';
import { clip } from '../outcomes/rejections.js';
import { rowOf } from './list-rows.js';
import { RowReader } from './row-reader.js';

/** A rejected row as it stood in the file. */
export interface RejectedRowView extends Rejection {
  /** In the order of the columns, null for a secret. Empty where the file is no longer kept. */
  readonly cells: readonly (string | null)[];
}

export interface RejectedRows extends Page<RejectedRowView> {
  /** The file's own columns, each with the column that reasons name, null where import passes it over. */
  readonly columns: readonly { readonly header: string; readonly column: string | null }[];
}

export interface RejectedQuery {
  /** Only rows with this reason. */
  readonly code?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ReasonCount {
  readonly code: string;
  /** Rows that have it. */
  readonly rows: number;
}

const PAGE = `select row, name, reasons from import_rejections where import_id = $1 and row > $2 and ($3::jsonb is null or reasons @> $3) order by row limit $4`;
const COUNT = `select count(*)::int as rows from import_rejections where import_id = $1 and ($2::jsonb is null or reasons @> $2)`;
const REASONS = `select reason ->> 'code' as code, count(distinct row)::int as rows
  from import_rejections, jsonb_array_elements(reasons) reason where import_id = $1 group by 1 order by 2 desc, 1`;

/** The rejected rows of an import with the cells of its file, and how many have which reason (IMP-07, IMP-08). */
@Injectable()
export class ListRejected {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RowReader) private readonly reader: RowReader,
  ) {}

  /** Throws `Refused` 404. */
  async execute(caller: Caller, id: string, { code, limit, cursor }: RejectedQuery): Promise<RejectedRows> {
    const after = cursor === undefined ? 0 : rowOf(cursor);
    const wanted = code === undefined ? null : JSON.stringify([{ code }]);
    const { record, rows, total } = await this.database.transaction(caller.scope, async (tx) => ({
      record: await findImport(tx, id),
      rows: await tx.query<Rejection>(PAGE, [id, after, wanted, limit + 1]),
      total: await tx.query<{ rows: number }>(COUNT, [id, wanted]),
    }));
    const items = rows.slice(0, limit);
    const columns = record.file_removed_at ? [] : await this.reader.columnsOf(caller.scope, id);
    const cells = await this.cellsOf(caller, record, items, columns);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return {
      columns: columns.filter(isOwn).map(({ header, column }) => ({ header, column: columnName(column, record.kind) })),
      items: items.map((item) => ({ ...item, cells: cells.get(item.row) ?? [] })),
      nextCursor: last ? encodeCursor([last.row]) : null,
      total: { value: total[0]?.rows ?? 0, exact: true },
    };
  }

  /** Throws `Refused` 404. */
  reasons({ scope }: Caller, id: string): Promise<{ items: readonly ReasonCount[] }> {
    return this.database.transaction(scope, async (tx) => {
      await findImport(tx, id);
      return { items: await tx.query<ReasonCount>(REASONS, [id]) };
    });
  }

  private async cellsOf(
    { scope }: Caller,
    record: ImportSummary,
    rows: readonly Rejection[],
    columns: readonly FileColumn[],
  ): Promise<ReadonlyMap<number, readonly (string | null)[]>> {
    if (record.file_removed_at || rows.length === 0) return new Map();
    const kept = columns.flatMap((column, index) => (isOwn(column) ? [index] : []));
    const wanted = rows.map(({ row }) => row);
    const found = new Map<number, readonly (string | null)[]>();
    for await (const { row, cells, blanked } of this.reader.rowsOf(scope, record, wanted)) {
      found.set(
        row,
        kept.map((index) => (blanked.includes(index) ? null : clip(cells[index] ?? ''))),
      );
    }
    return found;
  }
}

/** The last three of an error list are no columns of its own. */
const isOwn = ({ kind }: FileColumn): boolean => kind !== 'error list';
