import { BadSpreadsheet } from './bad-spreadsheet.js';
import type { Limits } from './limits.js';

/** One row with content. Cells are text as a person would type it, up to the last filled one; between them '' is an empty cell. */
export interface SheetRow {
  /** As a spreadsheet program numbers it: from 1, header and empty rows counted, a quoted line break not. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Indexes of cells that hold a number whose digits, as somebody typed them, cannot be told any more. */
  readonly inexact?: readonly number[];
}

// Anything but blanks, no-break and zero-width ones among them: 'a', ' a'. One pass, however long the cell.
const FILLED = /[^\s\u200b\u2060]/;

export const tooManyColumns = (row: number, limits: Limits): BadSpreadsheet =>
  new BadSpreadsheet('too_many_columns', `Row ${row} has more than ${limits.columns} columns. Delete the columns that are not needed.`);

export const rowTooLong = (row: number, limits: Limits): BadSpreadsheet =>
  new BadSpreadsheet('row_too_long', `Row ${row} has more than ${limits.rowChars} characters. Shorten its cells.`);

/** Takes trailing empty cells off and holds the row against the limits. Undefined: a row of blanks, which is no row. */
export const sheetRow = (row: number, cells: string[], limits: Limits, inexact?: readonly number[]): SheetRow | undefined => {
  if (row > limits.rows) throw new BadSpreadsheet('too_many_rows', `The sheet has more than ${limits.rows} rows. Split it into several files.`);
  while (cells.at(-1) === '') cells.pop();
  if (cells.length > limits.columns) throw tooManyColumns(row, limits);
  let chars = 0;
  for (const cell of cells) {
    chars += cell.length;
    if (cell.length > limits.cellChars)
      throw new BadSpreadsheet('cell_too_long', `A cell of row ${row} has more than ${limits.cellChars} characters. Shorten it.`);
  }
  if (chars > limits.rowChars) throw rowTooLong(row, limits);
  if (!cells.some((cell) => FILLED.test(cell))) return undefined;
  return inexact === undefined || inexact.length === 0 ? { row, cells } : { row, cells, inexact };
};
