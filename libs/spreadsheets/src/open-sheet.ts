import { BadSpreadsheet } from './bad-spreadsheet.js';
import { type ByteSource, readExactly } from './byte-source.js';
import { csvRows } from './csv/csv-rows.js';
import type { HeaderHint } from './csv/delimiter.js';
import type { Limits } from './limits.js';
import type { SheetRow } from './sheet-row.js';
import { sniff } from './sniff.js';
import { openXls } from './xls/xls-rows.js';
import { openXlsx } from './xlsx/xlsx-rows.js';

export type Format = 'csv' | 'xls' | 'xlsx';

export interface OpenSheet {
  readonly format: Format;
  /** Rows with content, some at a time; the file is read as they are asked for. */
  readonly rows: AsyncIterable<SheetRow[]>;
}

const MIB = 1024 * 1024;

/** One long shared string may stand in a million cells. */
const withinText = async function* (sets: AsyncIterable<SheetRow[]>, limits: Limits): AsyncGenerator<SheetRow[], void, undefined> {
  let chars = 0;
  for await (const rows of sets) {
    for (const row of rows) for (const cell of row.cells) chars += cell.length;
    if (chars > limits.textChars)
      throw new BadSpreadsheet('too_large_inflated', `The sheet holds more than ${limits.textChars} characters. Split it into several files.`);
    yield rows;
  }
};

/** Tells the format from the content and opens the first sheet, in this thread. Throws `BadSpreadsheet`, here or while rows are read. */
export const openSheet = async (source: ByteSource, limits: Limits, hint?: HeaderHint): Promise<OpenSheet> => {
  if (source.size === 0) throw new BadSpreadsheet('empty_file', 'The file is empty.');
  if (source.size > limits.fileBytes)
    throw new BadSpreadsheet(
      'too_large_file',
      `The file has ${Math.ceil(source.size / MIB)} MiB; ${Math.floor(limits.fileBytes / MIB)} MiB are allowed. Split it into several files.`,
    );
  switch (sniff(await readExactly(source, 0, Math.min(4096, source.size)))) {
    case 'text':
      return { format: 'csv', rows: withinText(csvRows(source, limits, hint), limits) };
    case 'zip':
      return { format: 'xlsx', rows: withinText(await openXlsx(source, limits), limits) };
    case 'cfb':
      return { format: 'xls', rows: withinText(await openXls(source, limits), limits) };
    default:
      throw new BadSpreadsheet('not_a_spreadsheet', 'This is not a spreadsheet. Upload a csv, xlsx or xls file.');
  }
};
