import { Controller, Delete, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Allow } from '@ringfleet/access';
import { MAY } from '@ringfleet/kernel';
import { Described, RecordId } from '@ringfleet/service-kit';
import { type Actor, CurrentActor } from '../../records/actor.js';
import type { PasswordLink } from '../credentials/passwords.js';
import { UsersSignIn } from './users-sign-in.js';

@Controller('api/v1/users')
export class UsersSignInController {
  constructor(@Inject(UsersSignIn) private readonly users: UsersSignIn) {}

  /** For a new user, or one who has forgotten the password: a link for three days that serves once, shown here alone. An older one is void. */
  @Post(':id/password-link')
  @Described('A link by which a user sets a password', { refuses: { 409: ['no_sign_in_here'] } })
  @Allow(...MAY.changeUsers)
  passwordLink(@CurrentActor() caller: Actor, @Param('id', RecordId) id: string): Promise<PasswordLink> {
    return this.users.passwordLink(caller, id);
  }

  /** For a user who has lost telephone and recovery codes. */
  @Delete(':id/second-factor')
  @Described('Removes the second factor of a user', { refuses: { 409: ['no_sign_in_here'] } })
  @HttpCode(204)
  @Allow(...MAY.changeUsers)
  removeSecondFactor(@CurrentActor() caller: Actor, @Param('id', RecordId) id: string): Promise<void> {
    return this.users.removeSecondFactor(caller, id);
  }
}
