import { Inject, Injectable } from '@nestjs/common';
import { type CallerRecord, Callers, isAsTold, revoked, tokenOutdated } from '@ringfleet/access';
import { type Caller, isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';

interface KnownCaller extends CallerRecord {
  readonly gone: boolean;
  /** Of a user of another issuer: when the token was made that said what stands here. */
  readonly claimsAt: Date | null;
}

const KNOWN = `
select role, reseller_id as "resellerId", customer_id as "customerId", claims_at as "claimsAt", false as gone from users where id = $1
union all select role, reseller_id, customer_id, null, revoked_at is not null from service_keys where id = $1
union all select '', reseller_id, customer_id, null, true from past_users where id = $1`;

/** Users and keys are directory's own: what became of one counts from the next request on. Under the system's scope, for its token may say that it is somebody else's. */
@Injectable()
export class KnownCallers extends Callers {
  constructor(@Inject(Database) private readonly database: Database) {
    super();
  }

  async confirm(caller: Caller): Promise<void> {
    if (!isId(caller.id)) return;
    const [known] = await this.database.transaction(SYSTEM, (tx) => tx.query<KnownCaller>(KNOWN, [caller.id]));
    if (!known) return;
    const { gone, claimsAt } = known;
    // Of another issuer: a deleted one comes back as it is told anew, and a newer word is followed (`FollowClaims`).
    if (caller.issuer !== undefined && (gone || isNewer(caller, claimsAt))) return;
    if (gone) throw revoked();
    if (!isAsTold(caller, known)) throw tokenOutdated();
  }
}

/** Whether a token was made no earlier than the one whose word is kept. */
export const isNewer = ({ token }: Pick<Caller, 'token'>, claimsAt: Date | null): boolean => claimsAt === null || !token || token.issuedAt >= claimsAt;
