import type { Records, Uploader } from './records.js';
import { type ColumnName, key } from './words.js';

/** What is the same for every row of a file. */
export interface Upload {
  readonly importId: string;
  readonly uploader: Uploader;
  /** The columns of the file in their order. */
  readonly columns: readonly ColumnName[];
}

export interface FileRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Why a row is rejected. `holder`: who has the name or MAC address, where the uploader may know; null where it may not. */
export interface Reason {
  readonly column: ColumnName;
  readonly code: string;
  readonly value: string;
  readonly holder?: string | null;
}

export type Outcome = { readonly outcome: 'applied' | 'unchanged' } | { readonly outcome: 'rejected'; readonly reasons: readonly Reason[] };

/** One row while it is judged: its cells, and the reasons found so far. */
export class Row {
  readonly reasons: Reason[] = [];

  constructor(
    readonly upload: Upload,
    readonly written: FileRow,
    readonly records: Records,
  ) {}

  get uploader(): Uploader {
    return this.upload.uploader;
  }

  has(column: ColumnName): boolean {
    return this.upload.columns.includes(column);
  }

  /** As written; empty where the file has no such column. */
  raw(column: ColumnName): string {
    return this.written.cells[this.upload.columns.indexOf(column)] ?? '';
  }

  /** IMP-05a: outer blanks, no-break ones too, are cut off. */
  cell(column: ColumnName): string {
    return this.raw(column).trim();
  }

  says(column: ColumnName, name: string): boolean {
    return key(this.raw(column)) === key(name);
  }

  isEmpty(column: ColumnName): boolean {
    return this.cell(column) === '';
  }

  /** Notes a reason once. */
  reject(column: ColumnName, code: string, holder?: string | null): void {
    if (this.reasons.some((reason) => reason.column === column && reason.code === code)) return;
    this.reasons.push({ column, code, value: this.raw(column), ...(holder !== undefined && { holder }) });
  }
}
