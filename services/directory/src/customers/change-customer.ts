import { Inject, Injectable } from '@nestjs/common';
import type { Author } from '@ringfleet/contracts';
import { Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { audit } from '../audit/audit-entry.js';
import type { Actor } from '../records/actor.js';
import { foundOpen, TO_CHANGE, type Wanted } from '../records/found.js';
import { save } from '../records/save.js';
import { userChanged } from '../users/user.events.js';
import { User } from '../users/user.js';
import { customerChanged } from './customer.events.js';
import { Customer, type CustomerChanges, exceeds, PROVISION_DEVICES, type ProvisionDevices } from './customer.js';
import { customerOf, type CustomerView } from './list-customers.js';

export interface ChangeCustomerCommand extends CustomerChanges {
  /** Whether users who may do more than the customer shall be lowered with it (DIR-04). */
  readonly lowerUsers?: boolean;
}

@Injectable()
export class ChangeCustomer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(actor: Actor, wanted: Wanted, { lowerUsers = false, ...changes }: ChangeCustomerCommand): Promise<CustomerView> {
    const at = this.ports.clock();
    return this.database.transaction(actor.scope, async (tx) => {
      const customer = foundOpen(await tx.em.findOne(Customer, { id: wanted.id }, TO_CHANGE), 'customer', wanted);
      const before = customer.provisionDevices;
      const fields = customer.change(changes, at);
      if (exceeds(before, customer.provisionDevices)) await fitUsers(tx, customer, lowerUsers, { by: actor, at });
      if (fields.length > 0) await save(tx, customer, customerChanged(customer, fields, { by: actor, at }));
      if (fields.includes('provisionDevices')) await auditPermission(tx, actor, customer, { before, at });
      return customerOf(tx, customer.id);
    });
  }
}

/** A user never exceeds its customer (DIR-04). Throws `Refused` 409 `users_exceed_customer` with those users, unless they are lowered too. */
async function fitUsers(tx: Tx, { id, provisionDevices }: Customer, lower: boolean, author: Author): Promise<void> {
  const above = PROVISION_DEVICES.filter((permission) => exceeds(permission, provisionDevices));
  const users = await tx.em.find(User, { customerId: id, provisionDevices: { $in: above } }, { ...TO_CHANGE, orderBy: { nameKey: 'asc' } });
  if (users.length > 0 && !lower) {
    const message = `Users of it may do more than ${provisionDevices}: ${users.map(({ name }) => name).join(', ')}. Lower them first, or with it (lowerUsers).`;
    throw new Refused(409, 'users_exceed_customer', message, {
      extra: { users: users.map((user) => ({ id: user.id, name: user.name, provisionDevices: user.provisionDevices })) },
    });
  }
  for (const user of users) await save(tx, user, userChanged(user, user.change({ provisionDevices }, author.at), author));
}

const auditPermission = (tx: Tx, actor: Actor, customer: Customer, { before, at }: { readonly before: ProvisionDevices; readonly at: Date }): Promise<void> =>
  audit(tx, {
    kind: 'permission-changed',
    at,
    actor,
    address: actor.address,
    subject: { kind: 'customer', id: customer.id, name: customer.name },
    owner: { resellerId: customer.resellerId, customerId: customer.id },
    details: { provisionDevices: { from: before, to: customer.provisionDevices } },
  });
