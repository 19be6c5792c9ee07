import type { Schemas } from '@ringfleet/client';
import type { ColumnMap } from './upload.js';

type FileHeader = Schemas['FileHeader'];
type HeaderCell = FileHeader['columns'][number];

export const PASSED_OVER = '-';

/** By header what was chosen for it: a column that import knows, or PASSED_OVER. */
export type Chosen = Readonly<Record<string, string>>;

/** A column of the file as the page shows it. */
export interface MappedColumn {
  readonly header: string;
  /** What it stands for, '' where nobody knows. */
  readonly column: string;
  /** How many columns of the file are called so. Of several none can be chosen: what is said of a header holds for each of them. */
  readonly namesakes: number;
}

export interface Mapping {
  readonly columns: readonly MappedColumn[];
  /** Columns that are needed and that none stands for. */
  readonly missing: readonly string[];
  /** Columns that more than one header stands for. */
  readonly doubled: readonly string[];
  /** The first of those that are called the same, where they stand for something: that is mended in the file alone. */
  readonly same: readonly MappedColumn[];
  readonly isComplete: boolean;
  readonly columnMap: ColumnMap;
}

/** What the file's headers stand for by what was recognised and what was chosen (IMP-02). */
export function mappingOf({ columns, known }: FileHeader, chosen: Chosen): Mapping {
  const headed = columns.filter(({ header }) => header.trim() !== '');
  const namesakes = Map.groupBy(headed, ({ header }) => keyOf(header));
  const shown = headed.map(({ header, column }: HeaderCell): MappedColumn => {
    const count = namesakes.get(keyOf(header))?.length ?? 1;
    return { header, column: (count === 1 ? chosen[header] : undefined) ?? column ?? '', namesakes: count };
  });
  const used = shown.filter(({ column }) => known.some(({ name }) => name === column));
  const missing = known.filter(({ name, mandatory }) => mandatory && !used.some(({ column }) => column === name)).map(({ name }) => name);
  const single = used.filter((each) => each.namesakes === 1).map(({ column }) => column);
  const doubled = [...new Set(single.filter((column, at) => single.indexOf(column) !== at))];
  const same = used.filter((each, at) => each.namesakes > 1 && used.findIndex(({ header }) => keyOf(header) === keyOf(each.header)) === at);
  const columnMap = Object.fromEntries(Object.entries(chosen).map(([header, column]) => [header, column === PASSED_OVER ? null : column]));
  return { columns: shown, missing, doubled, same, isComplete: missing.length + doubled.length + same.length === 0, columnMap };
}

// As the service compares headers: without case, accents, outer blanks, kind of apostrophe or a final s.
const ACCENTS = /\p{M}/gu; // modèle, decomposed
const APOSTROPHES = /[\u2018\u2019\u201a\u201b\u02bb\u02bc\u02b9\u2032\u00b4\u0060\uff07]/g; // d’appareil → d'appareil
const BLANKS = /\s+/g; // 'MAC\naddress'
const FINAL_S = /s$/; // 'customers'
const keyOf = (header: string): string =>
  header.trim().normalize('NFD').replace(ACCENTS, '').replace(APOSTROPHES, "'").replace(BLANKS, ' ').toLowerCase().replace(FINAL_S, '');
