import type { BadSpreadsheetCode } from './bad-spreadsheet.js';
import type { Limits } from './limits.js';
import type { Format } from './open-sheet.js';
import type { SheetRow } from './sheet-row.js';

/** What the worker is started with. */
export interface Job {
  readonly size: number;
  readonly limits: Limits;
  readonly hasHint: boolean;
}

export type FromWorker =
  | { readonly kind: 'read'; readonly offset: number; readonly length: number }
  | { readonly kind: 'hint'; readonly cells: string[] }
  | { readonly kind: 'format'; readonly format: Format }
  | { readonly kind: 'rows'; readonly rows: SheetRow[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'bad'; readonly code: BadSpreadsheetCode; readonly message: string }
  | { readonly kind: 'failed'; readonly error: unknown };

/** `bytes` and `known` answer the worker's one open question; a credit allows one more batch. */
export type ToWorker =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'known'; readonly known: number }
  | { readonly kind: 'credit' };

export const BATCHES_AHEAD = 2;
