/** What one file may cost. Bytes are bytes really read or inflated, not what the file declares of itself (a larger declaration is refused as well). */
export interface Limits {
  readonly fileBytes: number;
  /** Inflated bytes of one part of an xlsx. */
  readonly partBytes: number;
  /** Inflated bytes of all parts of an xlsx that are read. */
  readonly inflatedBytes: number;
  /** Inflated over packed, looked at once a part has passed 32 MiB. Sheets have 10; one with a dozen cells alike in each row and no cell references has 86. */
  readonly inflateRatio: number;
  /** Inflated bytes of the shared strings of an xlsx, or bytes of the string table of an xls. */
  readonly sharedStringsBytes: number;
  /** Parts (zip entries) an xlsx may list. */
  readonly parts: number;
  /** The highest row number. */
  readonly rows: number;
  /** Cells up to the last filled one. */
  readonly columns: number;
  /** UTF-16 units of one cell. Below it a long cell is plain data: whether it is too long for its column is the caller's to say. */
  readonly cellChars: number;
  /** UTF-16 units of all cells of one row. */
  readonly rowChars: number;
  /** UTF-16 units of all cells of the sheet. */
  readonly textChars: number;
  /** Heap of the reading worker in MiB. */
  readonly heapMb: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  fileBytes: 100 * MIB,
  partBytes: 2048 * MIB,
  inflatedBytes: 3072 * MIB,
  inflateRatio: 250,
  sharedStringsBytes: 768 * MIB,
  parts: 10_000,
  rows: 1_048_576,
  columns: 16_384,
  cellChars: 2 * MIB,
  rowChars: 8 * MIB,
  textChars: 1024 * MIB,
  heapMb: 128,
};
