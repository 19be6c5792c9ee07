/** A row as its chunk object keeps it: cells as written, up to the last filled one; secret ones empty. */
export interface ChunkRow {
  /** As a spreadsheet program numbers it. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Indexes of cells that hold a number which cannot be read back digit for digit. */
  readonly inexact: readonly number[];
  /** Indexes of secret cells that were filled. */
  readonly blanked: readonly number[];
  /** Secret cells that are applied, by index: sealed, in base64. */
  readonly sealed?: readonly SealedCell[] | undefined;
}

export type SealedCell = readonly [index: number, value: string];

// JSON arrays: what is fastest to write and read here, and the one text form that keeps every string as it is, halves of surrogate pairs too.
type Packed = readonly [row: number, cells: readonly string[], inexact?: readonly number[], blanked?: readonly number[], sealed?: readonly SealedCell[]];

export function packRow({ row, cells, inexact, blanked, sealed }: ChunkRow): string {
  if (sealed) return JSON.stringify([row, cells, inexact, blanked, sealed] satisfies Packed);
  const withMarks: Packed = blanked.length > 0 ? [row, cells, inexact, blanked] : [row, cells, inexact];
  const packed: Packed = withMarks.length === 3 && inexact.length === 0 ? [row, cells] : withMarks;
  return JSON.stringify(packed);
}

/** Rows from `packRow` as one chunk. */
export const joinRows = (rows: readonly string[]): string => `[${rows.join(',')}]`;

export function unpackRows(chunk: string): ChunkRow[] {
  const rows = JSON.parse(chunk) as Packed[];
  return rows.map(([row, cells, inexact = [], blanked = [], sealed]) => ({ row, cells, inexact, blanked, sealed }));
}
