import { Inject, Injectable } from '@nestjs/common';
import { type Caller, notFound, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type PasswordLink, Passwords } from '../credentials/passwords.js';
import { SecondFactors } from '../credentials/second-factors.js';

/** What those above a user do about its sign-in: help who has no password, or has lost the telephone. */
@Injectable()
export class UsersSignIn {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SecondFactors) private readonly secondFactors: SecondFactors,
  ) {}

  async passwordLink(caller: Caller, userId: string): Promise<PasswordLink> {
    await this.requireRightOver(caller, userId);
    return this.passwords.linkFor(userId, caller.id);
  }

  async removeSecondFactor(caller: Caller, userId: string): Promise<void> {
    await this.requireRightOver(caller, userId);
    await this.secondFactors.remove(userId);
  }

  /** As for changing the user: a reseller has its customers' users, not its own (DIR-02a); whom one may not see does not exist (DIR-03). */
  private async requireRightOver({ scope }: Caller, userId: string): Promise<void> {
    const [user] = await this.database.transaction(scope, (tx) =>
      tx.query<{ customer_id: string | null }>('select customer_id from users where id = $1', [userId]),
    );
    if (!user) throw notFound('user');
    if (scope.kind !== 'provider' && !user.customer_id) {
      throw new Refused(403, 'not_permitted', "Users of a reseller are the provider's to make, change and delete.");
    }
  }
}
