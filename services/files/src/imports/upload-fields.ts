import { Refused } from '@ringfleet/kernel';
import { type ColumnMap, knownColumn } from '../columns/recognise-columns.js';
import { IMPORT_KINDS, type ImportKind } from './import-kind.js';

/** The field `columnMap`: a JSON object, file header → column, null for a column to pass over. Throws `Refused` 400 `bad_column_map`. */
export function columnMapOf(field: string | undefined, kind: ImportKind): ColumnMap {
  if (field === undefined || field === '') return {};
  const map = parsed(field);
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw bad('columnMap is a JSON object: {"header in the file": "column"}.');
  for (const [header, column] of Object.entries(map)) {
    if (column === null) continue;
    if (typeof column !== 'string' || !knownColumn(column, kind)) throw bad(`columnMap gives "${header}" a column that there is not.`);
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

/** The field `kind`: what the rows are; devices where it is left out. Throws `Refused` 400 `validation_failed`. */
export function kindOf(field: string | undefined): ImportKind {
  if (field === undefined || field === '') return 'devices';
  const kind = IMPORT_KINDS.find((known) => known === field);
  if (kind) return kind;
  const message = `kind is one of ${IMPORT_KINDS.join(', ')}`;
  throw new Refused(400, 'validation_failed', `${message}.`, { errors: [{ field: 'kind', code: 'is_in', message }] });
}

/** The field `dryRun`: a preview is not built yet, and must not be taken for an import. */
export function refuseDryRun(field: string | undefined): void {
  if (field === undefined || field === '' || field === 'false') return;
  if (field === 'true') throw new Refused(501, 'not_supported', 'A dry run is not supported yet. Nothing was imported.');
  throw new Refused(400, 'validation_failed', 'dryRun is true or false.', {
    errors: [{ field: 'dryRun', code: 'is_boolean', message: 'dryRun is true or false' }],
  });
}
