import { isNativeError } from 'node:util/types';
import { BadSpreadsheet } from '../bad-spreadsheet.js';
import type { ByteSource } from '../byte-source.js';
import type { Limits } from '../limits.js';
import { type SheetRow, sheetRow } from '../sheet-row.js';
import { StringStore } from '../string-store.js';
import { biffRecords } from './biff-records.js';
import { CompoundFile } from './compound-file.js';
import { SortedCells } from './sorted-cells.js';
import { type XlsCell, XlsCells } from './xls-cells.js';
import { encrypted, readXlsWorkbook, type XlsWorkbook } from './xls-workbook.js';

/** Cells that come row by row → rows. */
class RowBuilder {
  private row = -1;
  private cells: string[] = [];
  private inexact: number[] = [];

  constructor(private readonly limits: Limits) {}

  add(cell: XlsCell, rows: SheetRow[]): void {
    if (cell.row !== this.row) this.close(rows, cell.row);
    while (this.cells.length < cell.column) this.cells.push('');
    this.cells[cell.column] = cell.text;
    if (!cell.exact) this.inexact.push(cell.column);
  }

  close(rows: SheetRow[], next = -1): void {
    const row = this.row < 0 ? undefined : sheetRow(this.row + 1, this.cells, this.limits, this.inexact);
    if (row !== undefined) rows.push(row);
    this.row = next;
    this.cells = [];
    this.inexact = [];
  }
}

const CHARS_AT_ONCE = 256 * 1024;

const cellsOf = async function* (stream: ByteSource, workbook: XlsWorkbook, at: number): AsyncGenerator<XlsCell[], void, undefined> {
  const reader = new XlsCells(workbook);
  for await (const records of biffRecords(stream, at)) {
    let cells: XlsCell[] = [];
    let chars = 0;
    for (const record of records) {
      reader.read(record, cells);
      chars += cells.at(-1)?.text.length ?? 0;
      if (chars < CHARS_AT_ONCE) continue; // a cell of 14 bytes may name a text of 64 KiB
      yield cells;
      cells = [];
      chars = 0;
    }
    yield cells;
  }
};

/** Spreadsheet programs write row by row; some libraries write cells as they were set. */
const isInOrder = async (sets: AsyncIterable<XlsCell[]>): Promise<boolean> => {
  let row = 0;
  for await (const cells of sets)
    for (const cell of cells) {
      if (cell.row < row) return false;
      row = cell.row;
    }
  return true;
};

/** The cells sorted by row, through a store that spills; of a cell that was set twice the last holds. */
const sorted = async function* (sets: AsyncIterable<XlsCell[]>): AsyncGenerator<XlsCell[], void, undefined> {
  const store = new StringStore();
  try {
    const order = new SortedCells();
    for await (const cells of sets)
      for (const cell of cells) {
        order.add(cell);
        store.add(cell.text);
      }
    store.finish();
    for (const { index, ...place } of order.sorted()) yield [{ ...place, text: store.get(index) ?? '' }];
  } finally {
    store.close();
  }
};

/** What of the file is not as it should be shows as a read beyond a record's end. */
const asBadSpreadsheet = (error: unknown): unknown =>
  isNativeError(error) && error.name === 'RangeError'
    ? new BadSpreadsheet('damaged_file', 'The workbook is damaged: a record is shorter than it should be. Save it again as xlsx.')
    : error;

const rowsOf = async function* (stream: ByteSource, limits: Limits): AsyncGenerator<SheetRow[], void, undefined> {
  const workbook = await readXlsWorkbook(stream, limits).catch((error: unknown) => Promise.reject(asBadSpreadsheet(error)));
  try {
    const { sheetAt } = workbook;
    if (sheetAt === undefined) throw new BadSpreadsheet('missing_part', 'The workbook has no sheet with cells.');
    const cells = (): AsyncIterable<XlsCell[]> => cellsOf(stream, workbook, sheetAt);
    const builder = new RowBuilder(limits);
    for await (const set of (await isInOrder(cells())) ? cells() : sorted(cells())) {
      const rows: SheetRow[] = [];
      for (const cell of set) builder.add(cell, rows);
      yield rows;
    }
    const rows: SheetRow[] = [];
    builder.close(rows);
    yield rows;
  } catch (error) {
    throw asBadSpreadsheet(error);
  } finally {
    workbook.strings.close();
  }
};

/** Opens the first sheet of an xls (Excel 5 to 2003). Throws `BadSpreadsheet`, here or while rows are read. */
export const openXls = async (source: ByteSource, limits: Limits): Promise<AsyncIterable<SheetRow[]>> => {
  const file = await CompoundFile.open(source);
  if (file.has('encryptedpackage')) throw encrypted();
  const stream = file.stream('workbook') ?? file.stream('book');
  if (stream === undefined) throw new BadSpreadsheet('not_a_spreadsheet', 'This is an Office document, but not a workbook. Upload a csv, xlsx or xls file.');
  return rowsOf(stream, limits);
};
