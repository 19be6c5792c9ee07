import { type DeviceRow, type Records, seesDevice, type Uploader } from './records.js';
import { type ColumnName, isSecretColumn, key } from './words.js';

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
  /** Columns whose cell is a number that cannot be read back digit for digit. */
  readonly inexact: readonly ColumnName[];
}

/** Why a row is rejected. */
export interface Reason {
  readonly column: ColumnName;
  readonly code: string;
  /** The cell as written, so far as a reason repeats it. */
  readonly value: string;
  /** Who has the name or MAC address; `visible` where the uploader may know (IMP-07). */
  readonly holder?: { readonly name: string; readonly visible: boolean; readonly earlierRow: number | null };
}

const REPEATED = 200;

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

  isInexact(column: ColumnName): boolean {
    return this.has(column) && this.written.inexact.includes(column);
  }

  /** Notes a reason once. */
  reject(column: ColumnName, code: string, holder?: DeviceRow): void {
    if (this.reasons.some((reason) => reason.column === column && reason.code === code)) return;
    // A secret is repeated nowhere.
    const value = isSecretColumn(column) ? '' : Array.from(this.raw(column)).slice(0, REPEATED).join('');
    this.reasons.push({ column, code, value, ...(holder && { holder: this.known(holder) }) });
  }

  private known(holder: DeviceRow): Reason['holder'] {
    const earlierRow = holder.import_id === this.upload.importId ? holder.import_row : null;
    return { name: holder.name, visible: seesDevice(this.uploader, holder), earlierRow };
  }
}
