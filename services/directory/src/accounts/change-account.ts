import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { foundOpen, TO_CHANGE, type Wanted } from '../records/found.js';
import { save } from '../records/save.js';
import { Uses } from '../records/uses.js';
import { accountChanged } from './account.events.js';
import { Account, type AccountChanges } from './account.js';
import type { CreateAccountCommand } from './create-account.js';
import { accountOf, type AccountView } from './list-accounts.js';
import { siteOfCustomer } from './parts-of-account.js';
import { sealSipPassword } from './sip-password.js';

/** What is left out stays; null or empty text clears, a SIP username then being the number again. */
export type ChangeAccountCommand = Partial<Omit<CreateAccountCommand, 'customerId'>>;

@Injectable()
export class ChangeAccount {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Uses) private readonly uses: Uses,
  ) {}

  execute(caller: Caller, wanted: Wanted, command: ChangeAccountCommand): Promise<AccountView> {
    const at = this.ports.clock();
    return this.database.transaction(caller.scope, async (tx) => {
      const account = foundOpen(await tx.em.findOne(Account, { id: wanted.id }, TO_CHANGE), 'account', wanted);
      const fields = account.change(await this.changesOf(tx, account, command), at);
      if (fields.includes('kind')) await this.refuseOnPort(account);
      if (fields.length > 0) await save(tx, account, ...accountChanged(account, fields, { by: caller, at }));
      return accountOf(tx, account.id);
    });
  }

  private async changesOf(tx: Tx, account: Account, command: ChangeAccountCommand): Promise<AccountChanges> {
    const { number, siteId, extension, displayName, sipUsername, sipPassword, kind } = command;
    return {
      ...(number !== undefined && { number }),
      ...(siteId !== undefined && { siteId: await siteOfCustomer(tx, account.customerId, siteId) }),
      ...(extension !== undefined && { extension: extension || null }),
      ...(displayName !== undefined && { displayName: displayName || null }),
      ...(sipUsername !== undefined && { sipUsername: sipUsername || (number ?? account.number) }),
      ...(sipPassword !== undefined && { sipPassword: sealSipPassword(this.ports.sealer, account.id, sipPassword) }),
      ...(kind !== undefined && { kind }),
    };
  }

  /** Only phone terminals sit on ports (INV-08). */
  private async refuseOnPort({ id, kind }: Account): Promise<void> {
    if (kind === 'phone-terminal') return;
    const usedBy = await this.uses.usesByDevices(id);
    if (usedBy.length > 0) throw new Refused(409, 'port_in_use', 'It is a line of a device: take it off its port first.', { extra: { usedBy } });
  }
}
