import type { ByteSource } from '../byte-source.js';
import type { Limits } from '../limits.js';
import type { SheetRow } from '../sheet-row.js';
import { SheetHandler } from './sheet-handler.js';
import { readSharedStrings } from './shared-strings.js';
import { readStyles } from './styles.js';
import { readWorkbook, type Workbook } from './workbook.js';
import { readXml } from './xml.js';
import { ZipParts } from './zip-parts.js';

const rowsOf = async function* (parts: ZipParts, workbook: Workbook, limits: Limits): AsyncGenerator<SheetRow[], void, undefined> {
  const formats = await readStyles(parts, workbook.styles, limits);
  const hasStrings = workbook.sharedStrings !== undefined && parts.has(workbook.sharedStrings);
  const strings = hasStrings && workbook.sharedStrings !== undefined ? await readSharedStrings(parts, workbook.sharedStrings, limits) : undefined;
  try {
    const handler = new SheetHandler({ strings, formats, date1904: workbook.date1904, limits });
    for await (const _ of readXml(workbook.sheet, parts.read(workbook.sheet), handler, limits)) yield handler.takeRows();
    yield handler.takeRows();
  } finally {
    strings?.close();
  }
};

/** Opens the first sheet of an xlsx (or xlsm: macros are never looked at). Throws `BadSpreadsheet`, here or while rows are read. */
export const openXlsx = async (source: ByteSource, limits: Limits): Promise<AsyncIterable<SheetRow[]>> => {
  const parts = await ZipParts.open(source, limits);
  return rowsOf(parts, await readWorkbook(parts, limits), limits);
};
