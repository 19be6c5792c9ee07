import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Customer } from '../customers/customer.js';
import { TO_REFER } from '../records/found.js';
import { unknownReference } from '../records/refer.js';
import { saveNew } from '../records/save.js';
import { Account, type AccountKind } from './account.js';
import { accountOf, type AccountView } from './list-accounts.js';
import { siteOfCustomer } from './parts-of-account.js';
import { sealSipPassword } from './sip-password.js';

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
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  async execute(tx: Tx, caller: Caller, command: CreateAccountCommand): Promise<AccountView> {
    const at = this.ports.clock();
    const account = await this.accountOf(tx, command, at);
    await saveNew(tx, account, { by: caller, at });
    return accountOf(tx, account.id);
  }

  private async accountOf(tx: Tx, command: CreateAccountCommand, at: Date): Promise<Account> {
    const customer = await tx.em.findOne(Customer, { id: command.customerId, closingSince: null }, TO_REFER);
    if (!customer) throw unknownReference('customerId', 'unknown_customer');
    const siteId = await siteOfCustomer(tx, customer.id, command.siteId);
    const id = newId();
    const { number, customerId, kind = 'phone-terminal' } = command;
    const texts = { extension: command.extension || null, displayName: command.displayName || null, sipUsername: command.sipUsername || number };
    const sipPassword = sealSipPassword(this.ports.sealer, id, command.sipPassword);
    return new Account({ id, number, customerId, resellerId: customer.resellerId, siteId, ...texts, sipPassword, kind }, at);
  }
}
