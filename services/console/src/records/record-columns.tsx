import type { Column } from '../list/column.js';
import { moment } from '../words/figures.js';
import { nameOf, titleOf, type TreeRecord } from './record-kind.js';
import { RecordLink } from './record-link.js';
import { Choice, Switched } from './record-words.js';

/** A field as its text: of another record its name. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : nameOf(value));
export const column = (id: string, width: number, over: Partial<Column<TreeRecord>> = {}): Column<TreeRecord> => ({
  id,
  label: `record.${id}`,
  width,
  shown: true,
  cell: (row) => textOf(row[id]),
  ...over,
});
export const title = (id: string): Column<TreeRecord> => column(id, 240, { mandatory: true, cell: (row) => <RecordLink id={row.id} title={titleOf(row)} /> });
export const word = (id: string, width: number): Column<TreeRecord> => column(id, width, { cell: (row) => <Choice value={row[id]} /> });
export const yesNo = (id: string, width: number): Column<TreeRecord> => column(id, width, { bare: true, cell: (row) => <Switched value={row[id]} /> });
export const time = (id: string): Column<TreeRecord> => column(id, 170, { shown: false, cell: (row) => (typeof row[id] === 'string' ? moment(row[id]) : '') });
export const TIMES: readonly Column<TreeRecord>[] = [time('createdAt'), time('updatedAt')];
