import type { Api } from '../connection/api.js';
import { say, type Terminal } from '../terminal.js';
import type { ImportView, Page } from './import-view.js';
import { count, table } from './words.js';

const HEADINGS = ['Import', 'Accepted (UTC)', 'State', 'Rows', 'Applied', 'Unchanged', 'Rejected', 'Started by', 'File'];

/** Lists past imports and those under way, newest first. */
export async function listImports(terminal: Terminal, api: Api, limit: number): Promise<void> {
  const { items, nextCursor } = await api.get<Page<ImportView>>(`/api/v1/imports?limit=${limit}`);
  if (items.length === 0) return say(terminal, 'There are no imports yet.');
  say(terminal, ...table([HEADINGS, ...items.map(line)]));
  if (nextCursor !== null) say(terminal, `There are older ones: --limit shows up to 200.`);
}

function line({ id, createdAt, state, counts, startedBy, fileName }: ImportView): string[] {
  const { rows, applied, unchanged, rejected } = counts;
  const accepted = createdAt.slice(0, 16).replace('T', ' '); // '2026-11-21T07:34:48.123Z' → '2026-11-21 07:34'
  return [id, accepted, state, ...[rows, applied, unchanged, rejected].map(count), startedBy.name, fileName];
}
