import { trimBlanks } from '@ringfleet/kernel';
import { type Format, readSpreadsheet, type SheetRow, type SpreadsheetReading } from '@ringfleet/spreadsheets';
import { BadHeader, columnLetters, type FileColumn, fileColumns, storable } from '../columns/file-columns.js';
import type { KnownColumn } from '../columns/columns.js';
import { type ColumnMap, columnFinder, countKnown } from '../columns/recognise-columns.js';
import { type Chunk, ChunkCutter } from './chunk-cutter.js';
import type { ImportKind } from '../imports/import-kind.js';
import type { ChunkRow, SealedCell } from './chunk-rows.js';

/** What a file that was read to its last byte holds. */
export interface ScannedFile {
  readonly format: Format;
  readonly columns: readonly FileColumn[];
  readonly ignoredColumns: readonly string[];
  readonly rows: number;
}

export interface ScanOptions {
  readonly kind: ImportKind;
  readonly columnMap: ColumnMap;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** The columns of custom fields; asked for where a header is none of those that every import knows. */
  readonly customColumns: () => Promise<readonly KnownColumn[]>;
  readonly keep: (chunk: Chunk) => Promise<void>;
  readonly onRows: (rowsRead: number) => void;
  /** Seals a secret cell of a row. */
  readonly seal: (row: number, text: string) => Uint8Array;
}

type Source = Parameters<typeof readSpreadsheet>[0];

/** Reads a file once, giving its rows away as chunks. Throws `BadSpreadsheet` or `BadHeader` where the file is at fault. */
export async function scanFile(source: Source, options: ScanOptions): Promise<ScannedFile> {
  const reading = readSpreadsheet(source, {
    limits: { fileBytes: options.maxBytes },
    signal: options.signal,
    headerHint: countKnown(options.columnMap, options.kind),
  });
  const cutter = new ChunkCutter();
  let sheet: SheetColumns | undefined;
  let rows = 0;
  for await (const { row, isHeader } of rowsOf(reading)) {
    if (isHeader) sheet = new SheetColumns(await headersOf(row, options), options);
    else if (sheet?.isRow(row)) {
      const full = cutter.add(sheet.take(row));
      if (full) await options.keep(full);
      rows++;
      if (rows % 1_000 === 0) options.onRows(rows);
    }
  }
  const last = cutter.rest();
  if (!sheet || !last) throw new BadHeader('header_only', 'The file has a header and no rows. Nothing was imported.');
  await options.keep(last);
  return { format: await reading.format, columns: sheet.all(), ignoredColumns: sheet.ignored(), rows };
}

async function headersOf({ cells }: SheetRow, { kind, columnMap, customColumns }: ScanOptions): Promise<FileColumn[]> {
  const find = columnFinder(columnMap, kind);
  const mayBeCustom = kind === 'devices' && cells.some((cell) => isFilled(cell) && find(cell) === undefined);
  return fileColumns(cells, { columnMap, kind, custom: mayBeCustom ? await customColumns() : [] });
}

/** The header is the first row that is not empty. */
async function* rowsOf({ batches }: SpreadsheetReading): AsyncGenerator<{ row: SheetRow; isHeader: boolean }> {
  let isHeader = true;
  for await (const batch of batches) {
    for (const row of batch) {
      yield { row, isHeader };
      isHeader = false;
    }
  }
}

const isFilled = (cell: string): boolean => cell !== '' && trimBlanks(cell) !== '';
const NONE: readonly number[] = [];
const MOST_LISTED = 200; // ignored columns

/** The columns of the sheet being read: takes out secrets and remembers which columns had content. */
class SheetColumns {
  private readonly columns: FileColumn[];
  private readonly secret: readonly number[];
  private readonly filledSecret = new Set<number>();
  private readonly unheaded: number[];
  private readonly filledUnheaded = new Set<number>();

  constructor(
    columns: readonly FileColumn[],
    private readonly options: Pick<ScanOptions, 'seal'>,
  ) {
    this.columns = [...columns];
    this.secret = this.columns.flatMap(({ kind }, index) => (kind === 'secret' || kind === 'sealed' ? [index] : []));
    this.unheaded = this.columns.flatMap(({ header }, index) => (trimBlanks(header) === '' ? [index] : []));
  }

  /** A row with content only in columns that nobody misses is no row: the lists of a csv template (IMP-03). */
  isRow({ cells }: SheetRow): boolean {
    return cells.some((cell, index) => isFilled(cell) && !isPassedOver(this.columns[index]));
  }

  take({ row, cells, inexact = NONE }: SheetRow): ChunkRow {
    this.widen(cells);
    const blanked = this.secret.filter((index) => isFilled(cells[index] ?? ''));
    for (const index of blanked) this.filledSecret.add(index);
    if (blanked.length === 0) return { row, cells, inexact, blanked };
    const sealed = blanked
      .filter((index) => this.columns[index]?.kind === 'sealed')
      .map((index): SealedCell => [index, Buffer.from(this.options.seal(row, cells[index] ?? '')).toString('base64')]);
    return { row, cells: cells.map((cell, index) => (blanked.includes(index) ? '' : cell)), inexact, blanked, ...(sealed.length > 0 && { sealed }) };
  }

  all(): readonly FileColumn[] {
    return this.columns;
  }

  /** Unknown columns as they are headed, those without a header by their letters, and secret ones that held something. */
  ignored(): string[] {
    const listed = this.columns.flatMap(({ header, kind }, index) => {
      if (kind === 'secret') return this.filledSecret.has(index) ? [header] : [];
      if (kind !== 'unknown') return [];
      if (trimBlanks(header) !== '') return [header];
      return this.filledUnheaded.has(index) ? [`(${columnLetters(index)})`] : [];
    });
    return listed.slice(0, MOST_LISTED).map(storable);
  }

  /** Cells beyond the header are columns without one. */
  private widen(cells: readonly string[]): void {
    while (this.columns.length < cells.length) this.unheaded.push(this.columns.push({ header: '', kind: 'unknown' }) - 1);
    for (const index of this.unheaded) if (isFilled(cells[index] ?? '')) this.filledUnheaded.add(index);
  }
}

const isPassedOver = (column: FileColumn | undefined): boolean => column?.kind === 'passed over' || column?.kind === 'error list';
