import type { ImportKind } from '../imports/import-kind.js';
import { KNOWN_COLUMNS } from './columns.js';

/** The import template: the header of every column that is applied, in their order, and no rows (IMP-03). */
export async function* templateRows(kind: ImportKind): AsyncGenerator<readonly string[]> {
  yield KNOWN_COLUMNS[kind].filter(({ column }) => column !== undefined).map(({ name }) => name);
}
