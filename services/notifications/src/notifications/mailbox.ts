import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';

/** Opens transactions in which a caller's own notifications are all there is. */
@Injectable()
export class Mailbox {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The database leaves `work` nothing but what is addressed to the caller (migration 0001); a transaction opened otherwise sees nothing at all. */
  open<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(caller.scope, async (tx) => {
      await tx.query(`select set_config('rf.recipient', $1, true)`, [caller.id]);
      return work(tx);
    });
  }
}

/** Said beside the policy, so that the recipient's index serves. */
export const MINE = `recipient_id = (select current_setting('rf.recipient', true))`;
