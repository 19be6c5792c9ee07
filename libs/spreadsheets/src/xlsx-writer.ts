import { type PassThrough, Readable } from 'node:stream';
import { createRequire } from 'node:module';
import { finished } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { ZipFile } from 'yazl';
import { CONTENT_TYPES, ROOT_RELATIONS, SHEET_END, SHEET_START, workbook, workbookRelations } from './xlsx-parts.js';
import { type Row, RowQueue, type RowSets } from './row-sets.js';
import { rowXml } from './xlsx-cell.js';

// yazl makes check sums in JavaScript, byte by byte, which was a seventh of all that an export takes; node's are the same numbers.
const checkSums: { unsigned: typeof crc32 } = createRequire(import.meta.resolve('yazl'))('buffer-crc32');
checkSums.unsigned = crc32;

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

/** The rows of one sheet as XML, as many as it holds; the header, which is the first row of all, heads it. */
async function* sheetXml(header: Row, rows: RowQueue, { most, ended }: { readonly most: number; readonly ended: () => void }): AsyncGenerator<Buffer> {
  let block = SHEET_START + rowXml(header, 1);
  for (let number = 2; number <= most; number++) {
    const row = rows.next() ?? (await rows.awaitNext());
    if (!row) {
      ended();
      break;
    }
    block += rowXml(row, number);
    if (block.length < FLUSH_CHARS) continue;
    yield Buffer.from(block, 'utf8');
    block = '';
  }
  yield Buffer.from(block + SHEET_END, 'utf8');
}

async function write(zip: ZipFile, rows: RowQueue, { sheetName, sheetRows }: Required<XlsxOptions>): Promise<void> {
  const add = (path: string, xml: string): void => zip.addBuffer(Buffer.from(xml, 'utf8'), path);
  add('[Content_Types].xml', CONTENT_TYPES);
  add('_rels/.rels', ROOT_RELATIONS);
  const header = (await rows.awaitNext()) ?? [];
  let sheets = 0;
  for (let more = true; more;) {
    sheets += 1;
    const end = (): void => void (more = false);
    const sheet = Readable.from(sheetXml(header, rows, { most: sheetRows, ended: end }), { objectMode: false });
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
export function writeXlsx(rows: RowSets, { sheetName = 'Sheet1', sheetRows = SHEET_ROWS }: XlsxOptions = {}): Readable {
  const zip = new ZipFile();
  const queue = new RowQueue(rows);
  const out = zip.outputStream as PassThrough; // the type of yazl says less
  const fail = (error: unknown): void => void out.destroy(error instanceof Error ? error : new Error(String(error)));
  zip.on('error', fail);
  write(zip, queue, { sheetName, sheetRows }).catch(fail);
  out.once('close', () => void queue.close().catch(() => undefined)); // who reads has gone, or it has ended
  return out;
}
