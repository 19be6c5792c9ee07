import { Inject, Injectable } from '@nestjs/common';
import { newId, type Role } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Customer, type ProvisionDevices } from '../customers/customer.js';
import type { Actor } from '../records/actor.js';
import { requireFittingOwner } from '../records/fitting-owner.js';
import { ownerOf } from '../records/owner-of.js';
import { save } from '../records/save.js';
import { accountsOfUser } from './accounts-of-user.js';
import { auditUser } from './audit-user.js';
import { userOf, type UserView } from './list-users.js';
import { requireFittingRights, requireRightOver } from './user-rules.js';
import { userCreated } from './user.events.js';
import { User } from './user.js';

export interface CreateUserCommand {
  readonly name: string;
  readonly role: Role;
  readonly resellerId?: string | null;
  readonly customerId?: string | null;
  /** Absent: none (DIR-05). */
  readonly provisionDevices?: ProvisionDevices;
  readonly email?: string | null;
  readonly accountIds?: readonly string[];
}

@Injectable()
export class CreateUser {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  async execute(tx: Tx, actor: Actor, { name, role, email = null, ...command }: CreateUserCommand): Promise<UserView> {
    const at = this.ports.clock();
    const owner = await ownerOf(tx, actor, { role, ...command });
    requireFittingOwner(actor.scope, role, owner);
    requireRightOver(actor.scope, owner);
    const { provisionDevices = 'none' } = command;
    const customer = owner.customerId ? await tx.em.findOne(Customer, { id: owner.customerId }) : null;
    requireFittingRights({ role, provisionDevices, accountIds: command.accountIds ?? [] }, customer);
    const accountIds = await accountsOfUser(tx, owner.customerId, command.accountIds);
    const user = new User({ id: newId(), name, role, ...owner, provisionDevices, email, accountIds }, at);
    await save(tx, user, userCreated(user, { by: actor, at }));
    await auditUser(tx, actor, user, { kind: 'user-created', at, details: { role, ...(customer && { provisionDevices }) } });
    return userOf(tx, user.id);
  }
}
