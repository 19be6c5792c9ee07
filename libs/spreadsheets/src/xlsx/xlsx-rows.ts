import type { ByteSource } from '../byte-source.js';
import type { Limits } from '../limits.js';
import type { SheetRow } from '../sheet-row.js';
import { SheetHandler } from './sheet-handler.js';
import { readSharedStrings } from './shared-strings.js';
import { readStyles } from './styles.js';
import { readWorkbook, type Workbook } from './workbook.js';
import { readXml } from './xml.js';
import { ZipParts } from './zip-parts.js';

// A cell of 20 characters may name a shared string of two million: with long strings around, rows are taken out every few cells.
const LONG_STRING = 1024;
const SMALL_PIECE = 256;

const rowsOf = async function* (parts: ZipParts, workbook: Workbook, limits: Limits): AsyncGenerator<SheetRow[], void, undefined> {
  const formats = await readStyles(parts, workbook.styles, limits);
  const { sharedStrings } = workbook;
  const strings = sharedStrings !== undefined && parts.has(sharedStrings) ? await readSharedStrings(parts, sharedStrings, limits) : undefined;
  try {
    const handler = new SheetHandler({ strings, formats, date1904: workbook.date1904, limits });
    const pieceChars = strings !== undefined && strings.longest > LONG_STRING ? SMALL_PIECE : Infinity;
    for await (const _ of readXml(workbook.sheet, parts.read(workbook.sheet), handler, limits, pieceChars)) {
      const rows = handler.takeRows();
      if (rows.length > 0) yield rows;
    }
  } finally {
    strings?.close();
  }
};

/** Opens the first sheet of an xlsx (or xlsm: macros are never looked at). Throws `BadSpreadsheet`, here or while rows are read. */
export const openXlsx = async (source: ByteSource, limits: Limits): Promise<AsyncIterable<SheetRow[]>> => {
  const parts = await ZipParts.open(source, limits);
  return rowsOf(parts, await readWorkbook(parts, limits), limits);
};
