import { Column } from '@ringfleet/contracts';
import { trimBlanks } from '@ringfleet/kernel';
import type { ImportKind } from '../imports/import-kind.js';
import { type KnownColumn, KNOWN_COLUMNS } from './columns.js';
import { type ColumnMap, columnFinder } from './recognise-columns.js';

/** A column of one file: its header as written, and what it was found to be. */
export interface FileColumn {
  readonly header: string;
  /** `unknown` is listed as ignored; `passed over` is not. */
  readonly kind: 'applied' | 'sealed' | 'secret' | 'passed over' | 'error list' | 'unknown';
  /** Set where it is applied. */
  readonly column?: Column;
  /** The id of the custom field that it is. */
  readonly field?: string;
}

/** The file as a whole cannot be imported: a stable code and words that say how to mend it. */
export class BadHeader extends Error {
  override readonly name = 'BadHeader';
  constructor(
    readonly code: 'missing_column' | 'doubled_column' | 'header_only',
    message: string,
    /** The columns that there are, where they are what is wrong. */
    readonly columns?: readonly FileColumn[],
  ) {
    super(message);
  }
}

const HEADER_LENGTH = 256; // of a header only so much is kept: longer ones are data in the wrong place

/** As what headers are read. */
export interface HeaderReading {
  readonly columnMap: ColumnMap;
  readonly kind: ImportKind;
  readonly custom?: readonly KnownColumn[] | undefined;
}

/** Reads the header row. Throws `BadHeader` for a mandatory column that is missing and for a known one that is there twice. */
export function fileColumns(headers: readonly string[], { columnMap, kind, custom = [] }: HeaderReading): FileColumn[] {
  const find = columnFinder(columnMap, kind, custom);
  const found = new Map<string, string[]>();
  const columns = headers.map((raw): FileColumn => {
    const header = storable(raw).slice(0, HEADER_LENGTH);
    const known = find(raw);
    if (known === null || trimBlanks(header) === '') return { header, kind: known === null ? 'passed over' : 'unknown' };
    if (known === undefined) return { header, kind: 'unknown' };
    if (known.ofErrorList) return { header, kind: 'error list' };
    if (known.kind !== 'passed over') found.set(known.name, [...(found.get(known.name) ?? []), header]);
    return { header, kind: known.kind, ...(known.column !== undefined && { column: known.column }), ...(known.field !== undefined && { field: known.field }) };
  });
  refuseMissing(columns, found, kind);
  refuseDoubled(columns, found);
  return columns;
}

function refuseMissing(columns: readonly FileColumn[], found: ReadonlyMap<string, readonly string[]>, kind: ImportKind): void {
  const missing = KNOWN_COLUMNS[kind].filter(({ name, mandatory }) => mandatory && !found.has(name)).map(({ name }) => `"${name}"`);
  if (missing.length === 0) return;
  const which = missing.length === 1 ? `The column ${missing.join()} is missing` : `The columns ${missing.join(', ')} are missing`;
  throw new BadHeader('missing_column', `${which} from the first row that is not empty. Nothing was imported.`, columns);
}

function refuseDoubled(columns: readonly FileColumn[], found: ReadonlyMap<string, readonly string[]>): void {
  const doubled = [...found].filter(([, headers]) => headers.length > 1).map(([name, headers]) => `"${name}" (${headers.join(', ')})`);
  if (doubled.length > 0)
    throw new BadHeader('doubled_column', `There more than once: ${doubled.join('; ')}. Leave one of each. Nothing was imported.`, columns);
}

/** The name under which a column without a header is listed: its letters in a spreadsheet program. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** Text as PostgreSQL and protobuf can hold it: without NUL and halves of surrogate pairs. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');
