import type { Author } from '@ringfleet/contracts';
import type { AccountChanged, TenantChanged } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import type { Closable } from './closing.js';
import type { Referring } from './uses.js';

/** The state of a record as other services keep it. */
export type CopiedState = { readonly tenant: TenantChanged } | { readonly account: AccountChanged };

/** How records of a kind are deleted. */
export interface Deletable<Kind extends Closable = Closable> {
  /** "customer". */
  readonly what: string;
  readonly table: 'resellers' | 'customers' | 'sites' | 'accounts';
  readonly referring: Referring;
  /** Locked until the transaction ends; null where the scope sees none. */
  find(tx: Tx, id: string): Promise<Kind | null>;
  stateOf(record: Kind): CopiedState;
  changed(record: Kind, fields: readonly string[], author: Author): OutgoingRecord[];
  deleted(record: Kind, author: Author): OutgoingRecord[];
  /** What goes with it. */
  takeAlong?(tx: Tx, record: Kind): Promise<void>;
}
