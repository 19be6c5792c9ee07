import { Inject, Injectable } from '@nestjs/common';
import { notFound, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import type { Actor } from '../../records/actor.js';
import { type PasswordLink, Passwords } from '../credentials/passwords.js';
import { SecondFactors } from '../credentials/second-factors.js';
import { SignInAudit } from '../sign-in-audit.js';

/** What those above a user do about its sign-in: help who has no password, or has lost the telephone. */
@Injectable()
export class UsersSignIn {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SecondFactors) private readonly secondFactors: SecondFactors,
    @Inject(SignInAudit) private readonly audit: SignInAudit,
  ) {}

  async passwordLink(caller: Actor, userId: string): Promise<PasswordLink> {
    await this.requireRightOver(caller, userId);
    await this.audit.changed(userId, caller, 'password-link');
    return this.passwords.linkFor(userId, caller.id);
  }

  async removeSecondFactor(caller: Actor, userId: string): Promise<void> {
    await this.requireRightOver(caller, userId);
    await this.secondFactors.remove(userId);
    await this.audit.changed(userId, caller, 'second-factor');
  }

  /** As for changing the user: a reseller has its customers' users, not its own (DIR-02a); whom one may not see does not exist (DIR-03). */
  private async requireRightOver({ scope }: Actor, userId: string): Promise<void> {
    const [user] = await this.database.transaction(scope, (tx) =>
      tx.query<{ customer_id: string | null; issuer: string | null }>('select customer_id, issuer from users where id = $1', [userId]),
    );
    if (!user) throw notFound('user');
    if (scope.kind !== 'provider' && !user.customer_id) {
      throw new Refused(403, 'not_permitted', "Users of a reseller are the provider's to make, change and delete.");
    }
    if (user.issuer !== null) throw new Refused(409, 'no_sign_in_here', `This user signs in at ${user.issuer}: passwords and second factors are kept there.`);
  }
}
