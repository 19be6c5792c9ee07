import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { CheckSignIn } from '../credentials/check-sign-in.js';
import { Passwords } from '../credentials/passwords.js';
import { type NewSecondFactor, SecondFactors, type SecondFactorView } from '../credentials/second-factors.js';
import { People, type Person } from '../people.js';
import { SignInAudit } from '../sign-in-audit.js';

/** The password given once more, and from where: a browser left open changes nothing. */
export interface Proof {
  readonly password: string;
  readonly address: string;
}

/** What people change about their own sign-in. */
@Injectable()
export class OwnSignIn {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(CheckSignIn) private readonly check: CheckSignIn,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SecondFactors) private readonly secondFactors: SecondFactors,
    @Inject(SignInAudit) private readonly audit: SignInAudit,
  ) {}

  async changePassword(caller: Caller, proof: Proof, newPassword: string): Promise<void> {
    const person = await this.proven(caller, proof);
    await this.passwords.change(person, newPassword);
    await this.audit.changed(person.id, { ...caller, address: proof.address }, 'password');
  }

  async secondFactor(caller: Caller): Promise<SecondFactorView> {
    const { id } = await this.personOf(caller);
    return this.secondFactors.of(id);
  }

  async enrol(caller: Caller, proof: Proof): Promise<NewSecondFactor> {
    const { id, name } = await this.proven(caller, proof);
    return this.secondFactors.enrol(id, name);
  }

  async confirm(caller: Caller, code: string): Promise<{ readonly recoveryCodes: readonly string[] }> {
    const { id } = await this.personOf(caller);
    return { recoveryCodes: await this.secondFactors.confirm(id, code) };
  }

  async removeSecondFactor(caller: Caller, proof: Proof): Promise<void> {
    const { id } = await this.proven(caller, proof);
    await this.secondFactors.remove(id);
    await this.audit.changed(id, { ...caller, address: proof.address }, 'second-factor');
  }

  private async proven(caller: Caller, { password, address }: Proof): Promise<Person> {
    const person = await this.personOf(caller);
    const answer = await this.check.passwordOf(person.id, password, address);
    if (!('refused' in answer)) return answer.person;
    if (answer.refused === 'wait') {
      const retryAfterSeconds = answer.waitSeconds;
      throw new Refused(429, 'too_many_attempts', `Too many attempts have failed, try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
    }
    const message = 'This is not the current password.';
    throw new Refused(422, 'wrong_password', message, { errors: [{ code: 'wrong_password', field: 'currentPassword', message }] });
  }

  private async personOf({ id }: Caller): Promise<Person> {
    const person = await this.people.withId(id);
    if (!person) throw new Refused(409, 'no_sign_in_here', 'Only a user who signs in here has a password and a second factor here.');
    return person;
  }
}
