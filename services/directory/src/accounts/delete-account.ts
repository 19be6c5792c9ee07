import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { found, TO_CHANGE, type Wanted } from '../records/found.js';
import { erase } from '../records/save.js';
import { Uses } from '../records/uses.js';
import { accountDeleted } from './account.events.js';
import { Account } from './account.js';

@Injectable()
export class DeleteAccount {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Uses) private readonly uses: Uses,
  ) {}

  execute(caller: Caller, wanted: Wanted): Promise<void> {
    return this.database.transaction(caller.scope, async (tx) => {
      const account = found(await tx.em.findOne(Account, { id: wanted.id }, TO_CHANGE), 'account', wanted);
      await this.uses.refuseIfUsed(tx, account.id, { users: '$1 = any(account_ids)' });
      await erase(tx, account, ...accountDeleted(account, { by: caller, at: this.ports.clock() }));
    });
  }
}
