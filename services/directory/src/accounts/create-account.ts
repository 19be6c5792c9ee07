import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { Sealed } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Customer } from '../customers/customer.js';
import { unknownReference } from '../records/refer.js';
import { save } from '../records/save.js';
import { Site } from '../sites/site.js';
import { accountCreated } from './account.events.js';
import { Account, type AccountKind } from './account.js';
import { accountOf, type AccountView } from './list-accounts.js';

export interface CreateAccountCommand {
  readonly number: string;
  readonly customerId: string;
  readonly siteId?: string | null;
  readonly extension?: string | null;
  readonly displayName?: string | null;
  /** Absent: the number. */
  readonly sipUsername?: string | null;
  readonly sipPassword?: string | null;
  readonly kind?: AccountKind;
}

@Injectable()
export class CreateAccount {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(caller: Caller, command: CreateAccountCommand): Promise<AccountView> {
    const at = this.ports.clock();
    return this.database.transaction(caller.scope, async (tx) => {
      const account = await this.accountOf(tx, command, at);
      await save(tx, account, accountCreated(account, { by: caller, at }));
      return accountOf(tx, account.id);
    });
  }

  private async accountOf(tx: Tx, command: CreateAccountCommand, at: Date): Promise<Account> {
    const customer = await tx.em.findOne(Customer, { id: command.customerId });
    if (!customer) throw unknownReference('customerId', 'unknown_customer');
    const siteId = command.siteId || null;
    if (siteId && !(await tx.em.findOne(Site, { id: siteId, customerId: customer.id }))) throw unknownReference('siteId', 'unknown_site');
    const id = newId();
    const { number, customerId, kind = 'phone-terminal' } = command;
    const texts = { extension: command.extension || null, displayName: command.displayName || null, sipUsername: command.sipUsername || number };
    const sipPassword = command.sipPassword ? Sealed.seal(this.ports.sealer, command.sipPassword, `account:${id}:sipPassword`) : null;
    return new Account({ id, number, customerId, resellerId: customer.resellerId, siteId, ...texts, sipPassword, kind }, at);
  }
}
