import type { Refusal } from '@ringfleet/kernel';
import { type BatchChange, type BatchOutcome, type BatchRecord, type BatchState, isOver } from './batch.js';

/** A batch as the API shows it. */
export interface BatchView {
  readonly id: string;
  readonly state: BatchState | 'stalled';
  /** null where devices were named one by one. */
  readonly filter: Readonly<Record<string, string>> | null;
  /** A reseller's id, or `administrator`; null: anybody. */
  readonly managedBy: string | null;
  readonly change: BatchChange;
  readonly counts: BatchCounts;
  readonly progress: BatchProgress | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly startedBy: { readonly id: string; readonly name: string };
  /** Why it was ended, or why it does not get on just now. */
  readonly problem?: { readonly code: string; readonly message: string };
}

export interface BatchCounts {
  readonly devices: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly notReached: number;
}

/** Of a batch under way. Rate in devices per second; null where nothing can be said yet. */
export interface BatchProgress {
  readonly percent: number;
  readonly rate: number | null;
  readonly secondsLeft: number | null;
}

/** A device of a batch. */
export interface BatchDeviceView {
  readonly id: string;
  /** As it was called at the request; empty where it was not there. */
  readonly name: string;
  readonly outcome: BatchOutcome | 'notReached';
  readonly reasons: readonly Refusal[];
}

export function batchView(record: BatchRecord, now: Date): BatchView {
  const { devices, applied, unchanged, refused, state, stalled } = record;
  const isStalled = stalled !== null && !isOver(state);
  const problem = record.problem_code !== null ? { code: record.problem_code, message: record.problem ?? '' } : undefined;
  const shown = problem ?? (isStalled ? { code: 'stalled', message: stalled } : undefined);
  return {
    id: record.id,
    state: isStalled ? 'stalled' : state,
    filter: record.filter,
    managedBy: record.managed_by,
    change: record.change,
    counts: { devices, applied, unchanged, refused, notReached: devices - applied - unchanged - refused },
    progress: state === 'running' ? progressOf(record, now) : null,
    createdAt: record.created_at.toISOString(),
    finishedAt: record.finished_at?.toISOString() ?? null,
    startedBy: { id: record.by_id, name: record.by_name },
    ...(shown && { problem: shown }),
  };
}

function progressOf({ devices, applied, unchanged, refused, started_at: started }: BatchRecord, now: Date): BatchProgress {
  const done = applied + unchanged + refused;
  const seconds = started ? (now.getTime() - started.getTime()) / 1_000 : 0;
  const rate = done > 0 && seconds > 0 ? done / seconds : null;
  return {
    percent: devices > 0 ? Math.min(99, Math.floor((done * 100) / devices)) : 0,
    rate: rate === null ? null : Math.round(rate * 10) / 10,
    secondsLeft: rate === null ? null : Math.ceil((devices - done) / rate),
  };
}
