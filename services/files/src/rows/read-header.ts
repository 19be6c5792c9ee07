import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { columnName, KNOWN_COLUMNS } from '../columns/columns.js';
import { findImport } from '../imports/find-import.js';
import { RowReader } from './row-reader.js';

export interface FileHeader {
  /** The file's own, in their order; `column` is what each was found to be, null for one that is passed over. */
  readonly columns: readonly { readonly header: string; readonly column: string | null }[];
  /** What a columnMap may name. */
  readonly known: readonly { readonly name: string; readonly mandatory: boolean }[];
}

/** The header of an import's file, so that its columns can be given names that import knows (IMP-02). */
@Injectable()
export class ReadHeader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RowReader) private readonly reader: RowReader,
  ) {}

  /** Throws `Refused` 404. */
  async execute({ scope }: Caller, id: string): Promise<FileHeader> {
    const { kind } = await this.database.transaction(scope, (tx) => findImport(tx, id));
    const columns = await this.reader.columnsOf(scope, id);
    return {
      columns: columns.filter((each) => each.kind !== 'error list').map(({ header, column }) => ({ header, column: columnName(column, kind) })),
      known: KNOWN_COLUMNS[kind].filter(({ column }) => column !== undefined).map(({ name, mandatory = false }) => ({ name, mandatory })),
    };
  }
}
