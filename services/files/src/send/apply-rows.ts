import { create } from '@bufbuild/protobuf';
import { type ApplyRows, ApplyRowsSchema, type SealedCell as SealedMessage } from '@ringfleet/contracts';
import { principalOfStarter } from '@ringfleet/kernel';
import { type FileColumn, storable } from '../columns/file-columns.js';
import type { ImportRecord } from '../imports/import-record.js';
import type { ChunkRow, SealedCell } from '../scan/chunk-rows.js';

/** UTF-16 units: longer than every field there is, so that whoever applies it still sees that it is too long. */
const CELL_LENGTH = 2_000;

export type Sendable = Pick<ImportRecord, 'id' | 'kind' | 'by_id' | 'by_name' | 'by_role' | 'reseller_id' | 'customer_id' | 'from_console'> & {
  readonly columns: readonly FileColumn[];
};

/** A chunk as a service is asked to apply it: only the columns it knows. */
export function applyRows(record: Sendable, chunk: number, rows: readonly ChunkRow[]): ApplyRows {
  const known = record.columns.flatMap(({ column }, index) => (column === undefined ? [] : [{ column, index }]));
  const placeOf = new Map(known.map(({ index }, place) => [index, place]));
  const message = create(ApplyRowsSchema, {
    importId: record.id,
    chunk,
    uploader: principalOfStarter(record),
    fromConsole: record.from_console,
    columns: known.map(({ column }) => column),
    customColumns: record.columns.flatMap(({ field, header }) => (field === undefined ? [] : [{ fieldId: field, header }])),
  });
  // As `create` would make them, one by one by their fields: it takes most of the time of sending.
  message.rows = rows.map(({ row, cells, inexact, sealed = NONE }) => ({
    $typeName: 'ringfleet.files.v1.Row',
    row,
    cells: known.map(({ index }) => clipped(cells[index] ?? '')),
    inexactNumbers: inexact.flatMap((index) => placeOf.get(index) ?? []),
    sealedCells: sealed.flatMap(([index, value]) => sealedCell(placeOf.get(index), value)),
  }));
  return message;
}

const NONE: readonly SealedCell[] = [];

const sealedCell = (column: number | undefined, value: string): SealedMessage[] =>
  column === undefined ? [] : [{ $typeName: 'ringfleet.files.v1.SealedCell', column, value: Buffer.from(value, 'base64') }];

const clipped = (cell: string): string => storable(cell.length > CELL_LENGTH ? cell.slice(0, CELL_LENGTH) : cell);
