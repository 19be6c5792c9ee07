import type { RowSets } from '@ringfleet/spreadsheets';
import { type LineRow, lineStateOf, type LineStateView } from './find-lines.js';

const WORDS = { registered: 'Registered', aged: 'Aged', unregistered: 'Unregistered' } as const;
/** CTL-01. */
const UNKNOWN = 'N/A';

const COLUMNS: readonly (readonly [header: string, cell: (line: LineStateView) => string | null])[] = [
  ['Site', ({ site }) => site],
  ['Device ID', ({ device }) => device],
  ['MAC address', ({ macAddress }) => macAddress],
  ['Device type', ({ deviceType }) => deviceType],
  ['Line', ({ port }) => String(port)],
  ['Number', ({ number }) => number],
  ['Extension', ({ extension }) => extension],
  ['State', ({ state }) => (state === null ? UNKNOWN : WORDS[state])],
  ['Registered at', ({ registeredAt }) => registeredAt ?? UNKNOWN],
  ['Expires', ({ expiresAt }) => expiresAt ?? UNKNOWN],
];

/** The rows of the csv file. */
export async function* reportRows(sets: AsyncIterable<readonly LineRow[]>): RowSets {
  yield [COLUMNS.map(([header]) => header)];
  for await (const rows of sets) yield rows.map(cellsOf);
}

const cellsOf = (row: LineRow): string[] => {
  const line = lineStateOf(row);
  return COLUMNS.map(([, cell]) => cell(line) ?? '');
};
