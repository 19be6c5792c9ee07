import { describe, expect, it } from '@jest/globals';
import type { ImportSummary } from './import-record.js';
import { importView } from './import-view.js';

const AT = new Date('2026-11-21T08:00:00Z');
const record: ImportSummary = {
  id: '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f',
  kind: 'devices',
  state: 'running',
  stalled: null,
  problem_code: null,
  problem: null,
  by_id: 'u',
  by_name: 'Una',
  by_role: 'administrator',
  reseller_id: null,
  customer_id: null,
  from_console: false,
  file_name: 'phones.csv',
  size_bytes: 10,
  sha256: '00',
  column_map: {},
  file_removed_at: null,
  same_as: null,
  scan: 1,
  format: 'csv',
  ignored_columns: ['Notes'],
  rows: 1_000,
  rows_read: 1_000,
  applied: 200,
  unchanged: 40,
  rejected: 10,
  created_at: AT,
  started_at: AT,
  finished_at: null,
  sequence: 3,
  traceparent: null,
  progress_at: null,
};
const after = (seconds: number): Date => new Date(AT.getTime() + seconds * 1_000);

describe('an import as shown', () => {
  it('counts every row at every moment: what has no outcome is not reached yet (IMP-17)', () => {
    expect(importView(record, AT).counts).toEqual({ rows: 1_000, applied: 200, unchanged: 40, rejected: 10, notReached: 750 });
  });

  it('tells how far it is, how fast and how long it takes (IMP-11)', () => {
    expect(importView(record, after(5)).progress).toEqual({ rowsRead: 1_000, percent: 25, rate: 50, secondsLeft: 15 });
    expect(importView({ ...record, applied: 0, unchanged: 0, rejected: 0 }, after(5)).progress).toMatchObject({ percent: 0, rate: null, secondsLeft: null });
    expect(importView({ ...record, state: 'completed', finished_at: after(9) }, after(9))).toMatchObject({
      progress: null,
      finishedAt: '2026-11-21T08:00:09.000Z',
    });
  });

  it('is stalled with its reason, until it goes on', () => {
    expect(importView({ ...record, stalled: 'The store is away.' }, AT)).toMatchObject({
      state: 'stalled',
      problem: { code: 'stalled', message: 'The store is away.' },
    });
    expect(importView(record, AT)).not.toHaveProperty('problem');
    expect(importView({ ...record, state: 'cancelled', stalled: 'The store is away.' }, AT).state).toBe('cancelled');
  });

  it('says why it failed', () => {
    expect(importView({ ...record, state: 'failed', problem_code: 'header_only', problem: 'No rows.' }, AT).problem).toEqual({
      code: 'header_only',
      message: 'No rows.',
    });
  });
});
