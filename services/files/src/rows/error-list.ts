import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import type { FileColumn } from '../columns/file-columns.js';
import { findImport } from '../imports/find-import.js';
import { type ImportSummary, isFinal } from '../imports/import-record.js';
import { fileRemoved } from './list-rows.js';
import { type JudgedRow, RowReader } from './row-reader.js';

export interface ErrorList {
  readonly fileName: string;
  readonly rows: AsyncIterable<readonly string[]>;
}

/** The rejected rows of an import as a file that, mended, can be imported (IMP-08). */
@Injectable()
export class ReadErrorList {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RowReader) private readonly reader: RowReader,
  ) {}

  /** Throws `Refused` 404; 409 `import_under_way`, `import_failed`; 410 `file_removed`. */
  async execute(caller: Caller, id: string): Promise<ErrorList> {
    const record = await this.database.transaction(caller.scope, (tx) => findImport(tx, id));
    if (!isFinal(record.state)) throw new Refused(409, 'import_under_way', 'The error list is there once the import has ended.', { retryAfterSeconds: 5 });
    if (record.scan === null) throw new Refused(409, 'no_rows', 'No row of this file was read: there is no error list.');
    if (record.file_removed_at) throw fileRemoved();
    return { fileName: record.file_name, rows: this.rows(caller, record, await this.reader.columnsOf(caller.scope, id)) };
  }

  private async *rows(caller: Caller, record: ImportSummary, columns: readonly FileColumn[]): AsyncGenerator<readonly string[]> {
    // The three of an earlier error list are written anew, so that they are there once.
    const kept = columns.flatMap(({ kind }, index) => (kind === 'error list' ? [] : [index]));
    yield [...kept.map((index) => columns[index]?.header ?? ''), 'Row', 'Rejected columns', 'Reasons'];
    for await (const { rows } of this.reader.answered(caller.scope, record, { outcome: 'rejected', after: 0 })) {
      for (const judged of rows) if (judged.outcome === 'rejected') yield errorRow(judged, kept, columns);
    }
  }
}

function errorRow({ row, reasons }: JudgedRow, kept: readonly number[], columns: readonly FileColumn[]): string[] {
  const secrets = row.blanked.map((index) => `${columns[index]?.header ?? ''}: secret, left out here`);
  return [
    ...kept.map((index) => row.cells[index] ?? ''),
    String(row.row),
    [...new Set(reasons.map(({ column }) => column))].join('; '),
    [...reasons.map(({ message }) => message), ...secrets].join('; '),
  ];
}
