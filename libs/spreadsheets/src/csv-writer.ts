import { Readable } from 'node:stream';
import { guard } from './formula-guard.js';
import type { Row, RowSets } from './row-sets.js';

const BOM = '\uFEFF'; // without it Excel takes UTF-8 for Windows-1252
const NEEDS_QUOTES = /[",;\t|\r\n]|^\s|\s$/; // 'a,b' ' a'; every delimiter a reader may guess

// Nearly every cell is none of this and is written as it is.
const SPECIAL = /[",;\t|\r\n]|^[\s'=+\-@]|\s$/; // "it's" is not, "'tis" is

const quoted = (cell: string): string => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A row whose only cell is empty is written as "" so that it is not taken for a blank line. */
function line(cells: Row): string {
  let written = '';
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? '';
    if (index > 0) written += ',';
    if (cell !== '') written += SPECIAL.test(cell) ? quoted(guard(cell)) : cell;
  }
  return `${written || '""'}\r\n`;
}

const FLUSH_CHARS = 64 * 1024;

const text = async function* (sets: RowSets): AsyncGenerator<Buffer> {
  let block = BOM;
  for await (const rows of sets) {
    for (const cells of rows) {
      block += line(cells);
      if (block.length < FLUSH_CHARS) continue;
      yield Buffer.from(block, 'utf8');
      block = '';
    }
  }
  if (block !== '') yield Buffer.from(block, 'utf8');
};

/** A csv file of these rows as a stream: UTF-8 with byte order mark, commas, CRLF, formulas guarded (EXP-02). Rows are taken as the stream is read. */
export const writeCsv = (rows: RowSets): Readable => Readable.from(text(rows), { objectMode: false });
