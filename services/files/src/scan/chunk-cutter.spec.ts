import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Chunk, CHUNK_BYTES, CHUNK_ROWS, ChunkCutter } from './chunk-cutter.js';
import { type ChunkRow, unpackRows } from './chunk-rows.js';

function cut(rows: readonly ChunkRow[]): Chunk[] {
  const cutter = new ChunkCutter();
  const chunks = rows.flatMap((row) => cutter.add(row) ?? []);
  const last = cutter.rest();
  return last ? [...chunks, last] : chunks;
}

const plain = (row: number, ...cells: string[]): ChunkRow => ({ row, cells, inexact: [], blanked: [] });

const anyRow = fc.record({
  row: fc.nat(),
  // Any UTF-16, halves of surrogate pairs too.
  cells: fc.array(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 20 }), { maxLength: 5 }),
  inexact: fc.array(fc.nat(20), { maxLength: 2 }),
  blanked: fc.array(fc.nat(20), { maxLength: 2 }),
});

describe('the chunks of a file', () => {
  it('give back every row as it was, in order', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 30 }), (rows) => {
        expect(cut(rows).flatMap(({ text }) => unpackRows(text))).toEqual(rows);
      }),
    );
  });

  it('have at most 1,000 rows', () => {
    const chunks = cut(Array.from({ length: 2_001 }, (_, index) => plain(index + 2, 'Add')));
    expect(chunks.map(({ rows, firstRow, lastRow }) => [rows, firstRow, lastRow])).toEqual([
      [CHUNK_ROWS, 2, 1_001],
      [CHUNK_ROWS, 1_002, 2_001],
      [1, 2_002, 2_002],
    ]);
  });

  it('have at most 256 KiB, but for a bigger row, which stands alone', () => {
    const wide = 'é'.repeat(1_000);
    const rows = Array.from({ length: 300 }, (_, index) => plain(index + 2, wide));
    rows.splice(150, 0, plain(1_000, 'x'.repeat(CHUNK_BYTES * 2)));
    const chunks = cut(rows);
    for (const { rows: count, text } of chunks) if (count > 1) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(CHUNK_BYTES);
    expect(chunks.filter(({ text }) => Buffer.byteLength(text) > CHUNK_BYTES).map(({ rows: count }) => count)).toEqual([1]);
    expect(Math.max(...chunks.map(({ text }) => Math.min(Buffer.byteLength(text), CHUNK_BYTES)))).toBeGreaterThan(CHUNK_BYTES - 2_100);
  });

  it('of no rows are none', () => {
    expect(cut([])).toEqual([]);
  });
});
