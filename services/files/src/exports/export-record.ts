import type { Starter } from '@ringfleet/kernel';

/** As stored; README.md has the state machine. */
export type ExportState = 'accepted' | 'running' | 'completed' | 'failed' | 'cancelled';
export const EXPORT_FORMATS = ['csv', 'xls', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const isOver = (state: ExportState): boolean => state !== 'accepted' && state !== 'running';

/** Which devices, in which order, with which columns. */
export interface Asked {
  readonly format: ExportFormat;
  /** By column, as the device list takes them; `q` among them. */
  readonly filter: Readonly<Record<string, string>>;
  readonly sort: string;
  /** As the API calls them; null for all there are. */
  readonly columns: readonly string[] | null;
}

/** A row of the table `exports`, in the names of its columns. */
export interface ExportRecord extends Asked, Starter {
  readonly id: string;
  readonly kind: 'devices';
  readonly state: ExportState;
  readonly stalled: string | null;
  readonly problem_code: string | null;
  readonly problem: string | null;
  readonly file_name: string;
  /** The lease whose file counts; null until it is there. */
  readonly file: number | null;
  readonly size_bytes: number | null;
  readonly file_removed_at: Date | null;
  readonly rows: number;
  readonly total: number | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

export const EXPORT_FIELDS = `id, kind, state, stalled, problem_code, problem, by_id, by_name, by_role, reseller_id, customer_id, format, filter, sort, columns, file_name,
  file, size_bytes::float8 as size_bytes, file_removed_at, rows::float8 as rows, total::float8 as total, created_at, started_at, finished_at`;
