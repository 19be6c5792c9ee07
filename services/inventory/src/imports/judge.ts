import type { Caller } from '@ringfleet/kernel';
import type { References } from './references.js';
import type { Column, ImportRow } from './row.js';

/** A value that a cell gave, or undefined where it gave none that later checks could rest on (IMP-05a). */
export type Told<T> = { readonly value: T } | undefined;

/** What a judgement of one cell needs. */
export interface Judge {
  readonly row: ImportRow;
  readonly refs: References;
  readonly uploader: Caller;
  /** Notes the reason; gives undefined, so that a judgement can return it. */
  readonly refuse: (column: Column, code: string, message: string) => undefined;
}
