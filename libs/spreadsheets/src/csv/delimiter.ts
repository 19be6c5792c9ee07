import { parse } from 'csv-parse/sync';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How many of these header cells are known to the caller; asked once per delimiter. */
export type HeaderHint = (cells: string[]) => number | Promise<number>;

// As Excel reads it, at the very beginning: 'sep=;' and a line end.
const SEP_LINE = /^"?sep=([,;\t|])"?(?:\r\n|\n|\r|$)/i;

const firstRecord = (head: Buffer, delimiter: Delimiter): string[] => {
  try {
    const records: string[][] = parse(head, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
      to: 1,
    });
    return records[0] ?? [];
  } catch {
    return []; // a quote that does not close inside the head under this delimiter
  }
};

export interface Dialect {
  readonly delimiter: Delimiter;
  /** The first row only says which delimiter follows. */
  readonly hasSepLine: boolean;
}

/** The delimiter by the "sep=" line, else the one under which the first row that is not empty has most known header cells, then most cells; else the comma. */
export const findDialect = async (head: Buffer, hint?: HeaderHint): Promise<Dialect> => {
  const named = SEP_LINE.exec(head.toString('utf8', 0, 16))?.[1];
  const sep = DELIMITERS.find((delimiter) => delimiter === named);
  if (sep !== undefined) return { delimiter: sep, hasSepLine: true };
  let best: { delimiter: Delimiter; known: number; count: number } = { delimiter: ',', known: 0, count: 1 };
  for (const delimiter of DELIMITERS) {
    const cells = firstRecord(head, delimiter);
    const known = hint === undefined ? 0 : await hint(cells);
    if (known > best.known || (known === best.known && cells.length > best.count)) best = { delimiter, known, count: cells.length };
  }
  return { delimiter: best.delimiter, hasSepLine: false };
};
