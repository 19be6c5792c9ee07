import type { Author } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import type { Closable } from './closing.js';
import type { ClosableTable, CopiedState, Referring } from './uses.js';

/** How records of a kind are deleted. */
export interface Deletable<Kind extends Closable = Closable> {
  /** "customer". */
  readonly what: string;
  readonly table: ClosableTable;
  readonly referring: Referring;
  /** Locked until the transaction ends; null where the scope sees none. */
  find(tx: Tx, id: string): Promise<Kind | null>;
  stateOf(record: Kind): CopiedState;
  changed(record: Kind, fields: readonly string[], author: Author): OutgoingRecord[];
  deleted(record: Kind, author: Author): OutgoingRecord[];
  /** What goes with it. */
  takeAlong?(tx: Tx, record: Kind): Promise<void>;
}
