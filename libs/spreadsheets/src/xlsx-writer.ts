import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import ExcelJs from 'exceljs';

// What xlsx text cannot hold as it is: control characters other than tab and line feed, '\r' (XML would make it '\n'), and text that looks like such an escape: '_x000D_'.
const NEEDS_ESCAPE = /(?![\t\n])\p{Cc}|[\ufffe\uffff]|_(?=x[0-9a-f]{4}_)/giu;

const escaped = (text: string): string =>
  text.toWellFormed().replace(NEEDS_ESCAPE, (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);

const ROWS_AT_ONCE = 200;

const fill = async (sheet: ExcelJs.Worksheet, rows: AsyncIterable<readonly string[]>, out: PassThrough): Promise<void> => {
  let count = 0;
  for await (const cells of rows) {
    sheet.addRow(cells.map((cell) => (cell === '' ? null : escaped(cell)))).commit();
    if (++count % ROWS_AT_ONCE > 0) continue;
    await setImmediate(); // the writer itself knows no back-pressure: let the zip run, and wait while nobody takes its bytes
    if (out.writableNeedDrain) await once(out, 'drain');
    if (out.destroyed) return;
  }
};

const write = async (rows: AsyncIterable<readonly string[]>, sheetName: string, out: PassThrough): Promise<void> => {
  const workbook = new ExcelJs.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false, useStyles: false });
  await fill(workbook.addWorksheet(sheetName), rows, out);
  if (!out.destroyed) await workbook.commit();
};

/** An xlsx file with one sheet of these rows as a stream; every cell is text, never a formula (EXP-02). Rows are taken as the stream is read. */
export const writeXlsx = (rows: AsyncIterable<readonly string[]>, sheetName = 'Sheet1'): Readable => {
  const out = new PassThrough();
  write(rows, sheetName, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out;
};
