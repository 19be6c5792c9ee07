import type { XlsCell } from './xls-cells.js';

const INDEXES = 2 ** 25; // more cells than a sheet of 65,536 × 256 has

export interface CellPlace {
  /** Which cell it was, counted from 0 as they were added. */
  readonly index: number;
  readonly row: number;
  readonly column: number;
  readonly exact: boolean;
}

/** Sorts the places of many cells by row, then by when they were added, in 12 bytes each outside the heap. */
export class SortedCells {
  private keys = new Float64Array(4096); // row and index
  private places = new Uint32Array(4096); // column and exactness
  private count = 0;

  add({ row, column, exact }: XlsCell): void {
    if (this.count === this.keys.length) this.grow();
    this.keys[this.count] = row * INDEXES + this.count;
    this.places[this.count++] = column * 2 + (exact ? 1 : 0);
  }

  *sorted(): Generator<CellPlace, void, undefined> {
    for (const key of this.keys.subarray(0, this.count).toSorted()) {
      const index = key % INDEXES;
      const place = this.places[index] ?? 0;
      yield { index, row: Math.floor(key / INDEXES), column: place >> 1, exact: place % 2 === 1 };
    }
  }

  private grow(): void {
    const { keys, places } = this;
    this.keys = new Float64Array(keys.length * 2);
    this.keys.set(keys);
    this.places = new Uint32Array(places.length * 2);
    this.places.set(places);
  }
}
