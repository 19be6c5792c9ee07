import type { RowSets } from '@ringfleet/spreadsheets';
import { type LineRow, lineStateOf, type LineStateView } from './line-state.js';

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

/** The rows of the csv file, of blocks of lines as COPY writes them: a JSON document each. */
export async function* reportRows(blocks: AsyncIterable<Buffer>): RowSets {
  yield [COLUMNS.map(([header]) => header)];
  for await (const block of blocks) {
    const lines = block.toString('utf8').split('\n').filter(Boolean);
    yield lines.map((line) => cellsOf(JSON.parse(line.replaceAll('\\\\', '\\')) as LineRow));
  }
}

const cellsOf = (row: LineRow): string[] => {
  const line = lineStateOf(row);
  return COLUMNS.map(([, cell]) => cell(line) ?? '');
};
