import type { ImportKind } from './import-kind.js';
import { doneRows, type ImportState, type ImportSummary, isFinal } from './import-record.js';

/** An import as the API shows it. */
export interface ImportView {
  readonly id: string;
  readonly kind: ImportKind;
  readonly state: ImportState | 'stalled';
  readonly fileName: string;
  /** rows = applied + unchanged + rejected + notReached at every moment (IMP-17); rows is 0 until the file is read through. */
  readonly counts: { readonly rows: number; readonly applied: number; readonly unchanged: number; readonly rejected: number; readonly notReached: number };
  readonly ignoredColumns: readonly string[];
  readonly progress: Progress | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly startedBy: { readonly id: string; readonly name: string };
  readonly format: string | null;
  readonly warnings: readonly { readonly code: string; readonly message: string; readonly importId: string }[];
  /** Why it failed, or why it does not get on just now. */
  readonly problem?: { readonly code: string; readonly message: string };
}

/** What the upload is answered with. */
export interface AcceptedImport extends Pick<ImportView, 'id' | 'warnings'> {
  readonly state: 'accepted';
}

/** Of an import under way. Rate in rows per second, since its first row; null where nothing can be said yet. */
export interface Progress {
  readonly rowsRead: number;
  readonly percent: number;
  readonly rate: number | null;
  readonly secondsLeft: number | null;
}

export function importView(record: ImportSummary, now: Date): ImportView {
  const { rows, applied, unchanged, rejected } = record;
  const problem = problemOf(record);
  return {
    id: record.id,
    kind: record.kind,
    state: record.stalled !== null && !isFinal(record.state) ? 'stalled' : record.state,
    fileName: record.file_name,
    counts: { rows, applied, unchanged, rejected, notReached: rows - doneRows(record) },
    ignoredColumns: record.ignored_columns,
    progress: isFinal(record.state) || record.state === 'accepted' ? null : progressOf(record, now),
    createdAt: record.created_at.toISOString(),
    finishedAt: record.finished_at?.toISOString() ?? null,
    startedBy: { id: record.by_id, name: record.by_name },
    format: record.format,
    warnings: warningsOf(record),
    ...(problem && { problem }),
  };
}

/** IMP-13: told at upload, and afterwards for as long as the import is there. */
export const warningsOf = ({ same_as: importId }: Pick<ImportSummary, 'same_as'>): ImportView['warnings'] =>
  importId === null ? [] : [{ code: 'same_content', message: `The same content was imported before, by import ${importId}.`, importId }];

function problemOf({ state, stalled, problem_code: code, problem }: ImportSummary): ImportView['problem'] {
  if (code !== null) return { code, message: problem ?? '' };
  return stalled !== null && !isFinal(state) ? { code: 'stalled', message: stalled } : undefined;
}

function progressOf(record: ImportSummary, now: Date): Progress {
  const done = doneRows(record);
  const seconds = record.started_at ? (now.getTime() - record.started_at.getTime()) / 1_000 : 0;
  const rate = done > 0 && seconds > 0 ? done / seconds : null;
  return {
    rowsRead: record.rows_read,
    percent: record.rows === 0 ? 0 : Math.floor((done * 100) / record.rows),
    rate: rate === null ? null : Math.round(rate * 10) / 10,
    secondsLeft: rate === null ? null : Math.ceil((record.rows - done) / rate),
  };
}
