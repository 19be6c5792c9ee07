import { CsvError, type Parser, parse } from 'csv-parse';
import { BadSpreadsheet } from '../bad-spreadsheet.js';
import { type ByteSource, readChunks } from '../byte-source.js';
import { unguard } from '../formula-guard.js';
import type { Limits } from '../limits.js';
import { type SheetRow, sheetRow, tooManyColumns } from '../sheet-row.js';
import { type Dialect, findDialect, type HeaderHint } from './delimiter.js';
import { asUtf8 } from './text-encoding.js';

// The beginning of a web page or of an XML file saved under a spreadsheet's name: '<html', '<?xml', '<table border=0'.
const MARKUP = /^\s*<(?:\?xml|!doctype|!--|html|head|meta|style|body|table)\b/i;

const unterminatedQuote = (row: number): BadSpreadsheet =>
  new BadSpreadsheet('unterminated_quote', `A quotation mark opened in row ${row} is never closed. Close it, or double it ("") where it belongs to the text.`);

const asBadSpreadsheet = (error: Error, row: number, limits: Limits): Error => {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return unterminatedQuote(row);
  if (error.code !== 'CSV_MAX_RECORD_SIZE') return error;
  if (Number(error['column']) >= limits.columns) return tooManyColumns(row, limits);
  return new BadSpreadsheet('row_too_long', `Row ${row} has more than ${limits.rowChars} characters. A quotation mark opened there may never be closed.`);
};

const isOdd = (cell: string): boolean => (cell.length - cell.replaceAll('"', '').length) % 2 === 1;

/**
 * A quote that was never closed swallows rows up to the next quote of the file; the parser then gives all of it back as one cell with the opening quote at its
 * front. A cell written so on purpose has its quotes in pairs.
 */
const swallowsRows = (cell: string): boolean => cell.startsWith('"') && /[\r\n]/.test(cell) && isOdd(cell);

class CsvRows {
  private row = 0;
  private readonly parser: Parser;

  constructor(
    private readonly limits: Limits,
    private readonly dialect: Dialect,
  ) {
    this.parser = parse({
      delimiter: dialect.delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true, // 19" rack
      relax_column_count: true,
      skip_empty_lines: false, // they are numbered
      ignore_last_delimiters: limits.columns + 1, // a million columns stay one long cell
      max_record_size: limits.rowChars,
    });
    this.parser.on('error', () => undefined); // asked for after each write
  }

  write(chunk: Buffer): SheetRow[] {
    this.parser.write(chunk);
    return this.parsed();
  }

  async end(): Promise<SheetRow[]> {
    await new Promise<void>((resolve) => this.parser.end(() => resolve()));
    return this.parsed();
  }

  private parsed(): SheetRow[] {
    const rows: SheetRow[] = [];
    for (let record = this.next(); record !== undefined; record = this.next()) {
      this.row++;
      if (record.some(swallowsRows)) throw unterminatedQuote(this.row);
      const row = this.row === 1 && this.dialect.hasSepLine ? undefined : sheetRow(this.row, record.map(unguard), this.limits);
      if (row !== undefined) rows.push(row);
    }
    if (this.parser.errored) throw asBadSpreadsheet(this.parser.errored, this.row + 1, this.limits);
    return rows;
  }

  private next(): string[] | undefined {
    const record: string[] | null = this.parser.read();
    return record ?? undefined;
  }
}

/** Rows of a csv file in any encoding and dialect of IMP-01, some at a time. */
export const csvRows = async function* (source: ByteSource, limits: Limits, hint?: HeaderHint): AsyncGenerator<SheetRow[], void, undefined> {
  let rows: CsvRows | undefined;
  for await (const text of asUtf8(readChunks(source))) {
    if (rows === undefined && MARKUP.test(text.toString('utf8', 0, 200)))
      throw new BadSpreadsheet(
        'not_a_spreadsheet',
        'This is a web page or an XML file under a spreadsheet’s name. Open it in a spreadsheet program and save it as xlsx.',
      );
    rows ??= new CsvRows(limits, await findDialect(text, hint));
    yield rows.write(text);
  }
  if (rows !== undefined) yield await rows.end();
};
