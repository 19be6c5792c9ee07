import { type PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { CONTENT_TYPES, ROOT_RELATIONS, SHEET_END, SHEET_START, workbook, workbookRelations } from './xlsx-parts.js';
import { cellXml, columnLetters } from './xlsx-cell.js';

/** As many as a sheet holds. */
const SHEET_ROWS = 1_048_576;
const FLUSH_CHARS = 128 * 1024;
// Of what rows come to, level 6 takes off a fifth more and twice the time.
const PACKED = { compressionLevel: 2 };

export interface XlsxOptions {
  /** Of the first sheet; further ones are numbered. */
  readonly sheetName?: string;
  /** Rows of a sheet at most, its header counted; a spreadsheet program takes 1,048,576. */
  readonly sheetRows?: number;
}

type Rows = AsyncIterator<readonly string[]>;

/** The rows of one sheet as XML, as many as it holds; the header, which is the first row of all, heads it. */
async function* sheetXml(
  header: readonly string[],
  rows: Rows,
  { most, ended }: { readonly most: number; readonly ended: () => void },
): AsyncGenerator<Buffer> {
  const letters: string[] = [];
  const rowXml = (cells: readonly string[], number: number): string => {
    while (letters.length < cells.length) letters.push(columnLetters(letters.length));
    let xml = `<row r="${number}">`;
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index];
      if (cell) xml += cellXml(`${letters[index]}${number}`, cell);
    }
    return `${xml}</row>`;
  };
  let block = SHEET_START + rowXml(header, 1);
  for (let number = 2; number <= most; number++) {
    const { done, value } = await rows.next();
    if (done) {
      ended();
      break;
    }
    block += rowXml(value, number);
    if (block.length < FLUSH_CHARS) continue;
    yield Buffer.from(block, 'utf8');
    block = '';
  }
  yield Buffer.from(block + SHEET_END, 'utf8');
}

async function write(zip: ZipFile, rows: Rows, { sheetName, sheetRows }: Required<XlsxOptions>): Promise<void> {
  const add = (path: string, xml: string): void => zip.addBuffer(Buffer.from(xml, 'utf8'), path);
  add('[Content_Types].xml', CONTENT_TYPES);
  add('_rels/.rels', ROOT_RELATIONS);
  const { done, value: header } = await rows.next();
  let sheets = 0;
  for (let more = true; more;) {
    sheets += 1;
    const end = (): void => void (more = false);
    const nothing: Rows = { next: () => Promise.resolve({ done: true, value: undefined }) };
    const sheet = Readable.from(sheetXml(done ? [] : header, done ? nothing : rows, { most: sheetRows, ended: end }), { objectMode: false });
    zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`, PACKED);
    await finished(sheet);
  }
  add('xl/_rels/workbook.xml.rels', workbookRelations(sheets));
  add('xl/workbook.xml', workbook(sheetName, sheets));
  zip.end();
}

/**
 * An xlsx file of these rows as a stream; every cell is text, never a formula (EXP-02). Rows are taken as the stream is read, and memory does not grow with them. What
 * does not fit on one sheet continues on further ones, each headed by the first row.
 */
export function writeXlsx(rows: AsyncIterable<readonly string[]>, { sheetName = 'Sheet1', sheetRows = SHEET_ROWS }: XlsxOptions = {}): Readable {
  const zip = new ZipFile();
  const iterator = rows[Symbol.asyncIterator]();
  const out = zip.outputStream as PassThrough; // the type of yazl says less
  const fail = (error: unknown): void => void out.destroy(error instanceof Error ? error : new Error(String(error)));
  zip.on('error', fail);
  write(zip, iterator, { sheetName, sheetRows }).catch(fail);
  out.once('close', () => void iterator.return?.().catch(() => undefined)); // who reads has gone, or it has ended
  return out;
}
