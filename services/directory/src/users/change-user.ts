import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Customer } from '../customers/customer.js';
import type { Actor } from '../records/actor.js';
import { requireFittingOwner } from '../records/fitting-owner.js';
import { found, TO_CHANGE, TO_REFER, type Wanted } from '../records/found.js';
import { save } from '../records/save.js';
import { accountsOfUser } from './accounts-of-user.js';
import { auditUser } from './audit-user.js';
import type { CreateUserCommand } from './create-user.js';
import { userOf, type UserView } from './list-users.js';
import { requireFittingRights, requireOwnWord, requireRightOver } from './user-rules.js';
import { userChanged } from './user.events.js';
import { User, type UserChanges } from './user.js';

/** What is left out stays. */
export type ChangeUserCommand = Partial<Omit<CreateUserCommand, 'resellerId' | 'customerId'>>;

const RIGHTS = ['role', 'provisionDevices', 'accountIds'] as const;

@Injectable()
export class ChangeUser {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(actor: Actor, wanted: Wanted, command: ChangeUserCommand): Promise<UserView> {
    const at = this.ports.clock();
    return this.database.transaction(actor.scope, async (tx) => {
      const { customer, user } = await userToChange(tx, wanted);
      requireRightOver(actor.scope, user);
      requireOwnWord(user, command);
      const before = { role: user.role, provisionDevices: user.provisionDevices, accountIds: user.accountIds };
      const fields = user.change(await changesOf(tx, user, command), at);
      requireFittingOwner(actor.scope, user.role, { customerId: user.customerId, resellerId: user.customerId ? null : user.resellerId });
      requireFittingRights(user, customer);
      const rights = RIGHTS.filter((field) => fields.includes(field));
      if (rights.length > 0 && user.id === actor.id)
        throw new Refused(409, 'own_user', 'Nobody changes what they themselves may do: ask another administrator.');
      if (fields.length > 0) await save(tx, user, userChanged(user, fields, { by: actor, at }));
      const kind = rights.length > 0 ? 'permission-changed' : 'user-changed';
      const details = { fields, ...Object.fromEntries(rights.map((field) => [field, { from: before[field], to: user[field] }])) };
      if (fields.length > 0) await auditUser(tx, actor, user, { kind, at, details });
      return userOf(tx, user.id);
    });
  }
}

/** The customer is locked before its users, as where it is changed itself: its permission stays as it is read here. */
async function userToChange(tx: Tx, wanted: Wanted): Promise<{ readonly user: User; readonly customer: Customer | null }> {
  const [row] = await tx.query<{ customer_id: string | null }>('select customer_id from users where id = $1', [wanted.id]);
  const customer = row?.customer_id ? await tx.em.findOne(Customer, { id: row.customer_id }, TO_REFER) : null;
  const user = found(await tx.em.findOne(User, { id: wanted.id }, TO_CHANGE), 'user', wanted);
  return { user, customer };
}

async function changesOf(tx: Tx, user: User, { name, role, provisionDevices, email, accountIds }: ChangeUserCommand): Promise<UserChanges> {
  return {
    ...(name !== undefined && { name }),
    ...(role !== undefined && { role }),
    ...(provisionDevices !== undefined && { provisionDevices }),
    ...(email !== undefined && { email }),
    ...(accountIds !== undefined && { accountIds: await accountsOfUser(tx, user.customerId, accountIds) }),
  };
}
