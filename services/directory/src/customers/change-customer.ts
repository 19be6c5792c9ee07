import { LockMode } from '@mikro-orm/core';
import { Inject, Injectable } from '@nestjs/common';
import { type Caller, notFound } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS, requireMatch } from '@ringfleet/service-kit';
import { save } from '../records/save.js';
import { customerChanged } from './customer.events.js';
import { Customer, type CustomerChanges } from './customer.js';
import { customerOf, type CustomerView } from './list-customers.js';

export interface ChangeCustomerCommand {
  readonly id: string;
  readonly changes: CustomerChanges;
  /** The If-Match header: the version that the change was decided on. */
  readonly ifMatch?: string | undefined;
}

@Injectable()
export class ChangeCustomer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(caller: Caller, { id, ifMatch, changes }: ChangeCustomerCommand): Promise<CustomerView> {
    const at = this.ports.clock();
    return this.database.transaction(caller.scope, async (tx) => {
      const customer = await tx.em.findOne(Customer, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!customer) throw notFound('customer');
      requireMatch(ifMatch, customer.version);
      const fields = customer.change(changes, at);
      if (fields.length > 0) await save(tx, customer, customerChanged(customer, fields, { by: caller, at }));
      return customerOf(tx, id);
    });
  }
}
