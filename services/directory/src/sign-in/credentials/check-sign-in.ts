import { Inject, Injectable } from '@nestjs/common';
import { nameKey } from '@ringfleet/kernel';
import { hashSecret, newSecret } from '@ringfleet/secrets';
import { People, type Person } from '../people.js';
import { type AttemptKind, SignInFailures } from '../sign-in-failures.js';
import { hashPassword, verifyPassword } from './password.js';
import { SecondFactors } from './second-factors.js';

/** What a sign-in came to. Unknown users and wrong passwords are one and the same. */
export type SignInAnswer = { readonly person: Person } | { readonly refused: 'wrong' } | { readonly refused: 'wait'; readonly waitSeconds: number };

/** Nobody knows this password: unknown users are judged by it, in the same time as others. */
const NOBODYS = hashPassword(newSecret());

@Injectable()
export class CheckSignIn {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(SignInFailures) private readonly failures: SignInFailures,
    @Inject(SecondFactors) private readonly secondFactors: SecondFactors,
  ) {}

  async password(name: string, password: string, address: string): Promise<SignInAnswer> {
    const person = await this.people.named(name);
    const clientId = person?.id ?? `unknown:${hashSecret(nameKey(name))}`;
    return this.judge(person, { kind: 'user', clientId, address }, async () => verifyPassword(password, person?.passwordHash ?? (await NOBODYS)));
  }

  /** The password once more, of who is signed in already. */
  async passwordOf(userId: string, password: string, address: string): Promise<SignInAnswer> {
    const person = await this.people.withId(userId);
    return this.judge(person, { kind: 'user', clientId: userId, address }, async () => verifyPassword(password, person?.passwordHash ?? (await NOBODYS)));
  }

  /** A code of the authenticator, or a recovery code. */
  async secondFactor(userId: string, code: string, address: string): Promise<SignInAnswer> {
    const person = await this.people.withId(userId);
    return this.judge(person, { kind: 'second-factor', clientId: userId, address }, () => this.secondFactors.take(userId, code));
  }

  private async judge(
    person: Person | undefined,
    attempt: { readonly kind: AttemptKind; readonly clientId: string; readonly address: string },
    isRight: () => Promise<boolean>,
  ): Promise<SignInAnswer> {
    const judged = await this.failures.judge(attempt, isRight);
    if (typeof judged === 'object') return { refused: 'wait', waitSeconds: judged.waitSeconds };
    return judged === 'right' && person ? { person } : { refused: 'wrong' };
  }
}
