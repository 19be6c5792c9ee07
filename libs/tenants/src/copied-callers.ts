import { Inject, Injectable } from '@nestjs/common';
import { type CallerRecord, Callers, isAsTold, revoked, tokenOutdated } from '@ringfleet/access';
import { type Caller, isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Directory } from './directory.js';

interface CopiedCaller extends CallerRecord {
  readonly gone: boolean;
}

const COPIED = 'select role, reseller_id as "resellerId", customer_id as "customerId", deleted_at is not null as gone from users where id = $1';

/** As the copies have it, whosever the caller is by now. That a token says something else is confirmed by directory first: the copy may be behind (design.md §1). */
@Injectable()
export class CopiedCallers extends Callers {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Directory) private readonly directory: Directory,
  ) {
    super();
  }

  async confirm(caller: Caller): Promise<void> {
    if (!isId(caller.id)) return;
    const known = await this.copied(caller.id);
    if (!known || isSame(caller, known)) return;
    const now = !known.gone && (await this.directory.askUser(caller.id)) ? await this.copied(caller.id) : known;
    if (now?.gone) throw revoked();
    if (now && !isSame(caller, now)) throw tokenOutdated();
  }

  private async copied(id: string): Promise<CopiedCaller | undefined> {
    const [row] = await this.database.transaction(SYSTEM, (tx) => tx.query<CopiedCaller>(COPIED, [id]));
    return row;
  }
}

const isSame = (caller: Caller, known: CopiedCaller): boolean => !known.gone && isAsTold(caller, known);
