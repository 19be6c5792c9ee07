import { Inject, Injectable } from '@nestjs/common';
import { tokenOutdated } from '@ringfleet/access';
import { SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Customer } from '../customers/customer.js';
import type { Actor } from '../records/actor.js';
import { TO_CHANGE, TO_REFER } from '../records/found.js';
import { save } from '../records/save.js';
import { Reseller } from '../resellers/reseller.js';
import { auditUser } from './audit-user.js';
import { userChanged, userCreated } from './user.events.js';
import { isNewer } from './known-callers.js';
import { User, type UserClaims } from './user.js';

/**
 * Who signs in at another issuer is a user here too, so that the permission can be given (DIR-04): made when it first asks who it is, and afterwards as its claims say.
 * Under the system's scope: yesterday it may have been somebody else's.
 */
@Injectable()
export class FollowClaims {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Does nothing where the claims are for a reseller or customer that is not there, or not that reseller's. Throws `Refused` 401 `token_outdated` where a newer token said otherwise. */
  async execute(actor: Actor): Promise<void> {
    if (actor.issuer === undefined) return;
    const claims = claimsOf(actor);
    await this.database.transaction(SYSTEM, async (tx) => {
      if (await isAsClaimed(tx, actor.id, claims)) return;
      await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`user:${actor.id}`]);
      if (!(await isOpen(tx, claims))) return;
      const user = await tx.em.findOne(User, { id: actor.id }, TO_CHANGE);
      await (user ? this.follow(tx, actor, user) : this.make(tx, actor));
    });
  }

  private async make(tx: Tx, actor: Actor): Promise<void> {
    const at = this.ports.clock();
    const [past] = await tx.query<{ version: number }>('delete from past_users where id = $1 returning version', [actor.id]);
    const user = new User({ id: actor.id, ...claimsOf(actor), issuer: actor.issuer ?? null, claimsAt: actor.token?.issuedAt ?? at }, at);
    user.version += past?.version ?? 0;
    await save(tx, user, userCreated(user, { by: actor, at }));
    await auditUser(tx, actor, user, { kind: 'user-created', at, details: { role: user.role, issuer: user.issuer } });
  }

  private async follow(tx: Tx, actor: Actor, user: User): Promise<void> {
    const at = this.ports.clock();
    const before = user.role;
    if (!isNewer(actor, user.claimsAt)) throw tokenOutdated();
    const fields = user.follow(claimsOf(actor), actor.token?.issuedAt ?? at, at);
    // Of two requests at once the other was first.
    if (fields.length === 0) return;
    await save(tx, user, userChanged(user, fields, { by: actor, at }));
    const kind = fields.some((field) => field !== 'name') ? 'permission-changed' : 'user-changed';
    await auditUser(tx, actor, user, { kind, at, details: { fields, ...(before !== user.role && { role: { from: before, to: user.role } }) } });
  }
}

const claimsOf = ({ name, role, scope }: Actor): UserClaims => ({
  name,
  role,
  resellerId: 'resellerId' in scope ? scope.resellerId : null,
  customerId: scope.kind === 'customer' ? scope.customerId : null,
});

/** What nearly every request finds, and then nothing is locked. */
async function isAsClaimed(tx: Tx, id: string, { name, role, resellerId, customerId }: UserClaims): Promise<boolean> {
  const rows = await tx.query(
    'select from users where id = $1 and name = $2 and role = $3 and reseller_id is not distinct from $4::uuid and customer_id is not distinct from $5::uuid',
    [id, name, role, resellerId, customerId],
  );
  return rows.length > 0;
}

async function isOpen(tx: Tx, { resellerId, customerId }: UserClaims): Promise<boolean> {
  if (customerId !== null) return (await tx.em.findOne(Customer, { id: customerId, resellerId, closingSince: null }, TO_REFER)) !== null;
  return resellerId === null || (await tx.em.findOne(Reseller, { id: resellerId, closingSince: null }, TO_REFER)) !== null;
}
