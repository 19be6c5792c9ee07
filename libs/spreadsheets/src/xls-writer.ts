import { Readable } from 'node:stream';
import type { Row, RowSets } from './row-sets.js';
import { TemporaryFile } from './temporary-file.js';
import { BIFF } from './xls/biff-records.js';
import { begin, characters, end, record, SHEET, WORKBOOK, words } from './xls/record.js';
import { SharedStringWriter } from './xls/shared-string-writer.js';
import { compoundFile } from './xls/write-compound-file.js';

/** As many as a sheet holds. */
const SHEET_ROWS = 65_536;
/** UTF-16 units of a cell. */
const LONGEST_CELL = 32_767;
const MOST_COLUMNS = 256;

export interface XlsOptions {
  /** Of the first sheet; further ones are numbered. */
  readonly sheetName?: string;
  /** Rows of a sheet at most, its header counted; a spreadsheet program takes 65,536. */
  readonly sheetRows?: number;
}

/**
 * An xls file (Excel 97 to 2003) of these rows as a stream; every cell is text, never a formula (EXP-02). Its texts stand before its sheets, so rows go to temporary files first, and memory does not grow with them. What does not
 * fit on one sheet continues on further ones, each headed by the first row. Of a row at most 256 cells are written, of a cell 32,767 characters.
 */
export const writeXls = (rows: RowSets, { sheetName = 'Sheet1', sheetRows = SHEET_ROWS }: XlsOptions = {}): Readable =>
  Readable.from(xls(rows, { sheetName, sheetRows }), { objectMode: false });

async function* xls(sets: RowSets, { sheetName, sheetRows }: Required<XlsOptions>): AsyncGenerator<Buffer> {
  const sheets = new SheetWriter(sheetRows);
  try {
    for await (const rows of sets) await sheets.add(rows);
    const starts = await sheets.finish();
    const texts = sheets.texts.finish();
    const names = starts.map((_, at) => (at === 0 ? sheetName : `${sheetName} ${at + 1}`));
    const before = head(names, starts).length + texts + end().length;
    const globals = head(
      names,
      starts.map((start) => start + before),
    );
    yield* compoundFile('Workbook', before + sheets.file.size, workbook(globals, sheets));
  } finally {
    await Promise.all([sheets.file.close(), sheets.texts.close()]);
  }
}

async function* workbook(globals: Buffer, { texts, file }: SheetWriter): AsyncGenerator<Buffer> {
  yield globals;
  yield* texts.read();
  yield end();
  yield* file.read();
}

/** Writes the sheets one after the other. */
class SheetWriter {
  readonly texts = new SharedStringWriter();
  readonly file = new TemporaryFile();
  private readonly starts: number[] = [];
  private header: Row | undefined;
  private row = 0;
  private columns = 0;

  constructor(private readonly sheetRows: number) {}

  async add(rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      if (this.starts.length === 0 || this.row === this.sheetRows) await this.beginSheet();
      if (this.header === undefined) this.header = row;
      this.write(row);
    }
    await Promise.all([this.file.flush(), this.texts.flush()]);
  }

  /** Where each sheet begins. */
  async finish(): Promise<readonly number[]> {
    if (this.starts.length === 0) await this.beginSheet();
    await this.endSheet();
    return this.starts;
  }

  private async beginSheet(): Promise<void> {
    if (this.starts.length > 0) await this.endSheet();
    this.starts.push(this.file.size);
    const isFirst = this.starts.length === 1;
    this.file.add(Buffer.concat([begin(SHEET), dimensions(0, 0), record(WINDOW2, words(isFirst ? 0x06b6 : 0x00b6, 0, 0, 0x40, 0, 0, 0, 0, 0))]));
    [this.row, this.columns] = [0, 0];
    if (this.header) this.write(this.header);
  }

  /** How large it is, stands at its beginning. */
  private async endSheet(): Promise<void> {
    this.file.add(end());
    await this.file.replace((this.starts.at(-1) ?? 0) + begin(SHEET).length, dimensions(this.row, this.columns));
  }

  private write(cells: Row): void {
    const filled = cells.slice(0, MOST_COLUMNS).flatMap((text, column) => (text === '' ? [] : [{ text, column }]));
    const bytes = Buffer.allocUnsafe(filled.length * CELL_BYTES);
    for (const [index, { text, column }] of filled.entries()) {
      const at = index * CELL_BYTES;
      bytes.writeUInt16LE(BIFF.LABELSST, at);
      bytes.writeUInt16LE(CELL_BYTES - 4, at + 2);
      bytes.writeUInt16LE(this.row, at + 4);
      bytes.writeUInt16LE(column, at + 6);
      bytes.writeUInt16LE(TEXT_FORMAT, at + 8);
      bytes.writeUInt32LE(this.texts.add(text.slice(0, LONGEST_CELL)), at + 10);
    }
    this.file.add(bytes);
    this.row += 1;
    this.columns = Math.max(this.columns, (filled.at(-1)?.column ?? -1) + 1);
  }
}

const CELL_BYTES = 14;
const DIMENSIONS = 0x200;
const WINDOW1 = 0x3d;
const WINDOW2 = 0x23e;
const FONT = 0x31;
const STYLE = 0x293;
/** Formats 0 to 14 are of styles, 15 is a plain cell's, 16 a text cell's: what is typed over it stays text too. */
const STYLES = 15;
const TEXT_FORMAT = 16;
const IS_TEXT = 49; // number format @

const dimensions = (rows: number, columns: number): Buffer => record(DIMENSIONS, words(0, 0, rows & 0xffff, rows >>> 16, 0, columns, 0));

/** What stands before the texts. */
function head(names: readonly string[], starts: readonly number[]): Buffer {
  const arial = words(200, 0, 0x7fff, 400, 0, 0, 0);
  const fontName = Buffer.concat([Buffer.from([5, 0]), Buffer.from('Arial', 'latin1')]);
  const format = (numbers: number, kind: number): Buffer => record(BIFF.XF, words(0, numbers, kind, 0x20, 0, 0, 0, 0, 0, 0x20c0));
  return Buffer.concat([
    begin(WORKBOOK),
    record(BIFF.CODEPAGE, words(1_200)), // UTF-16
    record(WINDOW1, words(0, 0, 0x4000, 0x2000, 0x38, 0, 0, 1, 600)),
    ...Array.from({ length: 4 }, () => record(FONT, arial, fontName)),
    ...Array.from({ length: STYLES }, () => format(0, 0xfff5)),
    format(0, 1),
    format(IS_TEXT, 1),
    record(STYLE, words(0x8000), Buffer.from([0, 0xff])),
    ...names.map((name, at) => boundSheet(name, starts[at] ?? 0)),
  ]);
}

function boundSheet(name: string, start: number): Buffer {
  const { isWide, bytes } = characters(name);
  const place = Buffer.alloc(6);
  place.writeUInt32LE(start, 0);
  return record(BIFF.BOUNDSHEET, place, Buffer.from([name.length, Number(isWide)]), bytes);
}
