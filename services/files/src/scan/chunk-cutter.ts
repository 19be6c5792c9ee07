import { type ChunkRow, joinRows, packRow } from './chunk-rows.js';

export const CHUNK_ROWS = 1_000;
export const CHUNK_BYTES = 256 * 1024;
const BRACKETS = 2;

export interface Chunk {
  readonly rows: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly text: string;
}

/** Cuts rows into chunks by the file alone, so that every scan of it gives the same: at most 1,000 rows and 256 KiB, a bigger row by itself. */
export class ChunkCutter {
  private rows: { readonly row: number; readonly text: string }[] = [];
  private bytes = BRACKETS;

  /** Returns the chunk that had no place for this row. */
  add(row: ChunkRow): Chunk | undefined {
    const text = packRow(row);
    const bytes = Buffer.byteLength(text) + 1;
    const full = this.rows.length >= CHUNK_ROWS || this.bytes + bytes > CHUNK_BYTES;
    const cut = full ? this.rest() : undefined;
    this.rows.push({ row: row.row, text });
    this.bytes += bytes;
    return cut;
  }

  /** The last chunk, unless there are no rows. */
  rest(): Chunk | undefined {
    const [first] = this.rows;
    const last = this.rows.at(-1);
    if (!first || !last) return undefined;
    const chunk = { rows: this.rows.length, firstRow: first.row, lastRow: last.row, text: joinRows(this.rows.map(({ text }) => text)) };
    this.rows = [];
    this.bytes = BRACKETS;
    return chunk;
  }
}
