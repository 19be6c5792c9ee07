import type { Api } from '../connection/api.js';
import { importPath, type ImportView, type Page, type RowView } from './import-view.js';

export interface ReasonTally {
  readonly code: string;
  /** Rows that were rejected for it, possibly among other reasons. */
  rows: number;
  /** The first of them. */
  readonly example: { readonly row: number; readonly message: string };
}

/** Why rows were rejected, most frequent reason first. */
export async function tallyReasons(api: Api, { id }: ImportView): Promise<ReasonTally[]> {
  const tally = new Map<string, ReasonTally>();
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<RowView> = await api.get(`${importPath(id)}/rows?outcome=rejected&limit=200${after}`);
    for (const row of page.items) add(tally, row);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return [...tally.values()].toSorted((one, other) => other.rows - one.rows || (one.code < other.code ? -1 : 1));
}

function add(tally: Map<string, ReasonTally>, { row, reasons }: RowView): void {
  const messages = new Map(reasons.toReversed().map(({ code, message }) => [code, message])); // a row counts once for a code; its first message is kept
  for (const [code, message] of messages) {
    const known = tally.get(code);
    if (known) known.rows++;
    else tally.set(code, { code, rows: 1, example: { row, message } });
  }
}
