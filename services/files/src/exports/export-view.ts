import { keptUntil } from '../settings.js';
import type { ExportLink } from './export-links.js';
import { type Asked, type ExportRecord, type ExportState, isOver } from './export-record.js';

/** An export that was taken on. */
export interface AcceptedExport {
  readonly id: string;
  readonly state: ExportState;
}

/** An export as the API shows it. */
export interface ExportView extends Asked {
  readonly id: string;
  readonly kind: 'devices';
  readonly state: ExportState | 'stalled';
  readonly fileName: string;
  /** Without the header: written so far, or in the file. */
  readonly rows: number;
  readonly sizeBytes: number | null;
  readonly progress: ExportProgress | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  /** When the file is removed, or was; null where there is none yet. */
  readonly availableUntil: string | null;
  readonly startedBy: { readonly id: string; readonly name: string };
  /** null where there is no file, or no more. */
  readonly download: ExportLink | null;
  /** Why it failed, or why it does not get on just now. */
  readonly problem?: { readonly code: string; readonly message: string };
}

/** Of an export under way. Rate in rows per second; null where nothing can be said yet. The total may be an estimate. */
export interface ExportProgress {
  readonly rowsWritten: number;
  readonly total: number | null;
  readonly percent: number;
  readonly rate: number | null;
  readonly secondsLeft: number | null;
}

export interface ShownAt {
  readonly now: Date;
  readonly keptForMs: number;
  readonly linkTo: (exportId: string) => ExportLink;
}

export function exportView(record: ExportRecord, { now, keptForMs, linkTo }: ShownAt): ExportView {
  const { id, kind, format, filter, sort, columns, rows, state, stalled, finished_at: finished } = record;
  const isThere = state === 'completed' && record.file_removed_at === null;
  const problem = problemOf(record);
  return {
    id,
    kind,
    state: stalled !== null && !isOver(state) ? 'stalled' : state,
    format,
    filter,
    sort,
    columns,
    fileName: record.file_name,
    rows,
    sizeBytes: record.size_bytes,
    progress: state === 'running' ? progressOf(record, now) : null,
    createdAt: record.created_at.toISOString(),
    finishedAt: finished?.toISOString() ?? null,
    availableUntil: state === 'completed' && finished ? (record.file_removed_at ?? keptUntil(finished, keptForMs)).toISOString() : null,
    startedBy: { id: record.by_id, name: record.by_name },
    download: isThere ? linkTo(id) : null,
    ...(problem && { problem }),
  };
}

function problemOf({ state, stalled, problem_code: code, problem }: ExportRecord): ExportView['problem'] {
  if (code !== null) return { code, message: problem ?? '' };
  return stalled !== null && !isOver(state) ? { code: 'stalled', message: stalled } : undefined;
}

function progressOf({ rows, total, started_at: started }: ExportRecord, now: Date): ExportProgress {
  const seconds = started ? (now.getTime() - started.getTime()) / 1_000 : 0;
  const rate = rows > 0 && seconds > 0 ? rows / seconds : null;
  return {
    rowsWritten: rows,
    total,
    percent: total ? Math.min(99, Math.floor((rows * 100) / total)) : 0,
    rate: rate === null ? null : Math.round(rate * 10) / 10,
    secondsLeft: rate === null || total === null ? null : Math.ceil(Math.max(0, total - rows) / rate),
  };
}
