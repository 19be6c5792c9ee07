import { headerKey } from '@ringfleet/kernel';
import type { ImportKind } from '../imports/import-kind.js';
import { KNOWN_COLUMNS, type KnownColumn } from './columns.js';

const byKey = (columns: readonly KnownColumn[]): ReadonlyMap<string, KnownColumn> =>
  new Map(columns.flatMap((known) => [known.name, ...known.also].map((name): [string, KnownColumn] => [headerKey(name), known])));
const BY_KEY: Readonly<Record<ImportKind, ReadonlyMap<string, KnownColumn>>> = { devices: byKey(KNOWN_COLUMNS.devices), tree: byKey(KNOWN_COLUMNS.tree) };

export const knownColumn = (header: string, kind: ImportKind): KnownColumn | undefined => BY_KEY[kind].get(headerKey(header));

/** The uploader's own word on headers: file header → known column, or null for one to pass over. Keys are compared as headers are. */
export type ColumnMap = Readonly<Record<string, string | null>>;

/** Finds what each header cell stands for; undefined where it is unknown, null where the column map passes it over. */
export function columnFinder(map: ColumnMap, kind: ImportKind, custom: readonly KnownColumn[] = []): (header: string) => KnownColumn | null | undefined {
  const ofFields = byKey(custom);
  const mapped = new Map(Object.entries(map).map(([header, name]) => [headerKey(header), name === null ? null : knownColumn(name, kind)]));
  return (header) => {
    const key = headerKey(header);
    return mapped.has(key) ? mapped.get(key) : (BY_KEY[kind].get(key) ?? ofFields.get(key));
  };
}

/** How many header cells are known: a csv's delimiter is the one that shows most. */
export function countKnown(map: ColumnMap, kind: ImportKind): (cells: readonly string[]) => number {
  const find = columnFinder(map, kind);
  return (cells) => cells.filter((cell) => find(cell)).length;
}
