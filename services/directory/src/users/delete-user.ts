import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Actor } from '../records/actor.js';
import { found, TO_CHANGE, type Wanted } from '../records/found.js';
import { erase } from '../records/save.js';
import { auditUser } from './audit-user.js';
import { requireRightOver } from './user-rules.js';
import { userDeleted } from './user.events.js';
import { User } from './user.js';

@Injectable()
export class DeleteUser {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(actor: Actor, wanted: Wanted): Promise<void> {
    const at = this.ports.clock();
    return this.database.transaction(actor.scope, async (tx) => {
      const user = found(await tx.em.findOne(User, { id: wanted.id }, TO_CHANGE), 'user', wanted);
      requireRightOver(actor.scope, user);
      if (user.id === actor.id) throw new Refused(409, 'own_user', 'Nobody deletes their own user: ask another administrator.');
      await tx.query('delete from preferences where caller_id = $1', [user.id]);
      await keepNumber(tx, user);
      await auditUser(tx, actor, user, { kind: 'user-deleted', at });
      await erase(tx, user, ...userDeleted(user, { by: actor, at }));
    });
  }
}

/** Its tokens are not taken any more (`KnownCallers`). One of another issuer comes back when its subject does: its states are numbered on from the deleted one and the tombstone. */
const keepNumber = (tx: Tx, { id, version, resellerId, customerId }: User): Promise<unknown> =>
  tx.query('insert into past_users (id, version, reseller_id, customer_id) values ($1, $2, $3, $4)', [id, version + 2, resellerId, customerId]);
