import { Readable } from 'node:stream';
import { guard } from './formula-guard.js';

const BOM = '\uFEFF'; // without it Excel takes UTF-8 for Windows-1252
const NEEDS_QUOTES = /[",;\t|\r\n]|^\s|\s$/; // 'a,b' ' a'; every delimiter a reader may guess

// Nearly every cell is none of this and is written as it is.
const SPECIAL = /[",;\t|\r\n]|^[\s'=+\-@]|\s$/; // "it's" is not, "'tis" is

const quoted = (cell: string): string => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A row whose only cell is empty is written as "" so that it is not taken for a blank line. */
const line = (cells: readonly string[]): string => `${cells.map((cell) => (SPECIAL.test(cell) ? quoted(guard(cell)) : cell)).join(',') || '""'}\r\n`;

const FLUSH_CHARS = 64 * 1024;

const text = async function* (rows: AsyncIterable<readonly string[]>): AsyncGenerator<Buffer> {
  let block = BOM;
  for await (const cells of rows) {
    block += line(cells);
    if (block.length < FLUSH_CHARS) continue;
    yield Buffer.from(block, 'utf8');
    block = '';
  }
  if (block !== '') yield Buffer.from(block, 'utf8');
};

/** A csv file of these rows as a stream: UTF-8 with byte order mark, commas, CRLF, formulas guarded (EXP-02). Rows are taken as the stream is read. */
export const writeCsv = (rows: AsyncIterable<readonly string[]>): Readable => Readable.from(text(rows), { objectMode: false });
