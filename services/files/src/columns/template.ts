import { KNOWN_COLUMNS } from './columns.js';

/** The import template: the header of every column that is applied, in their order, and no rows (IMP-03). */
export async function* templateRows(): AsyncGenerator<readonly string[]> {
  yield KNOWN_COLUMNS.filter(({ kind }) => kind === 'applied').map(({ name }) => name);
}
