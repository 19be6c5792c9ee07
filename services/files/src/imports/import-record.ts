import type { Starter } from '@ringfleet/kernel';
import type { FileColumn } from '../columns/file-columns.js';
import type { ImportKind } from './import-kind.js';

/** As stored; README.md has the state machine. */
export type ImportState = 'accepted' | 'scanning' | 'running' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

export const isFinal = (state: ImportState): boolean => state === 'completed' || state === 'failed' || state === 'cancelled';

/** Counts of the rows that have an outcome. */
export interface Done {
  readonly applied: number;
  readonly unchanged: number;
  readonly rejected: number;
}

/** A row of the table `imports`, in the names of its columns. */
export interface ImportRecord extends Done, Starter {
  readonly id: string;
  readonly kind: ImportKind;
  readonly state: ImportState;
  readonly stalled: string | null;
  readonly problem_code: string | null;
  readonly problem: string | null;
  readonly from_console: boolean;
  readonly file_name: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly column_map: Readonly<Record<string, string | null>>;
  readonly file_removed_at: Date | null;
  readonly same_as: string | null;
  readonly scan: number | null;
  readonly format: string | null;
  readonly columns: readonly FileColumn[] | null;
  readonly ignored_columns: readonly string[];
  readonly rows: number;
  readonly rows_read: number;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly sequence: number;
  readonly progress_at: Date | null;
  readonly traceparent: string | null;
}

/** What `ImportRecord` is selected with; `columns` is left out, since it may be long. */
export const IMPORT_FIELDS = `id, kind, state, stalled, problem_code, problem, by_id, by_name, by_role, reseller_id, customer_id, from_console, file_name,
  size_bytes::float8 as size_bytes, sha256, column_map, file_removed_at, same_as, scan, format, ignored_columns, rows, rows_read, applied, unchanged, rejected,
  created_at, started_at, finished_at, sequence::float8 as sequence, progress_at, traceparent`;
export type ImportSummary = Omit<ImportRecord, 'columns'>;

export const doneRows = ({ applied, unchanged, rejected }: Done): number => applied + unchanged + rejected;
