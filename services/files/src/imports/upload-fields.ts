import { Refused } from '@ringfleet/kernel';
import { type ColumnMap, knownColumn } from '../columns/recognise-columns.js';

/** The field `columnMap`: a JSON object, file header → column, null for a column to pass over. Throws `Refused` 400 `bad_column_map`. */
export function columnMapOf(field: string | undefined): ColumnMap {
  if (field === undefined || field === '') return {};
  const map = parsed(field);
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw bad('columnMap is a JSON object: {"header in the file": "column"}.');
  for (const [header, column] of Object.entries(map)) {
    if (column === null) continue;
    if (typeof column !== 'string' || !knownColumn(column)) throw bad(`columnMap gives "${header}" a column that there is not.`);
  }
  return map as ColumnMap;
}

function parsed(field: string): unknown {
  try {
    return JSON.parse(field);
  } catch {
    throw bad('columnMap is not JSON.');
  }
}

const bad = (message: string): Refused => new Refused(400, 'bad_column_map', message, { errors: [{ field: 'columnMap', code: 'bad_column_map', message }] });

/** The field `dryRun`: a preview is not built yet, and must not be taken for an import. */
export function refuseDryRun(field: string | undefined): void {
  if (field === undefined || field === '' || field === 'false') return;
  if (field === 'true') throw new Refused(501, 'not_supported', 'A dry run is not supported yet. Nothing was imported.');
  throw new Refused(400, 'validation_failed', 'dryRun is true or false.', {
    errors: [{ field: 'dryRun', code: 'is_boolean', message: 'dryRun is true or false' }],
  });
}
