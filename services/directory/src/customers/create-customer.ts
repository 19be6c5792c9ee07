import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { unknownReference } from '../records/refer.js';
import { save } from '../records/save.js';
import { Reseller } from '../resellers/reseller.js';
import { customerCreated } from './customer.events.js';
import { Customer, type ProvisionDevices } from './customer.js';
import { customerOf, type CustomerView } from './list-customers.js';

export interface CreateCustomerCommand {
  readonly name: string;
  /** Absent or null: the caller's own, which is a direct customer for the provider. */
  readonly resellerId?: string | null;
  readonly provisionDevices?: ProvisionDevices;
}

@Injectable()
export class CreateCustomer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(caller: Caller, command: CreateCustomerCommand): Promise<CustomerView> {
    const at = this.ports.clock();
    return this.database.transaction(caller.scope, async (tx) => {
      const resellerId = await this.owner(tx, caller, command.resellerId);
      const customer = new Customer({ id: newId(), name: command.name, resellerId, provisionDevices: command.provisionDevices ?? 'modify' }, at);
      await save(tx, customer, customerCreated(customer, { by: caller, at }));
      return customerOf(tx, customer.id);
    });
  }

  private async owner(tx: Tx, { scope }: Caller, wanted: string | null | undefined): Promise<string | null> {
    if (!wanted) return scope.kind === 'reseller' ? scope.resellerId : null;
    const reseller = await tx.em.findOne(Reseller, { id: wanted });
    if (!reseller) throw unknownReference('resellerId', 'unknown_reseller');
    return reseller.id;
  }
}
