import { Inject, Injectable } from '@nestjs/common';
import { newId, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { SignInAudit } from './sign-in-audit.js';

/** What is tried: a key with its secret, a user with its password, a user with its second factor. */
export type AttemptKind = 'key' | 'user' | 'second-factor';

/** Who tries to sign in, and from where. */
export interface SignInAttempt {
  readonly kind: AttemptKind;
  /** The key's id, the user's; of an unknown user a hash of the name, which may be a password typed into the wrong field. */
  readonly clientId: string;
  readonly address: string;
}

interface Limit {
  readonly failures: number;
  readonly withinMs: number;
}

const MINUTE_MS = 60_000;
const FIVE_A_MINUTE: Limit = { failures: 5, withinMs: MINUTE_MS };
// One address may be a whole office's.
const OFFICE: Limit = { failures: 20, withinMs: MINUTE_MS };
// Six digits stand up to no more.
const CODES: Limit = { failures: 20, withinMs: 60 * MINUTE_MS };
const LIMITS: Readonly<Record<AttemptKind, { readonly who: readonly Limit[]; readonly address: readonly Limit[] }>> = {
  key: { who: [FIVE_A_MINUTE], address: [FIVE_A_MINUTE] },
  user: { who: [FIVE_A_MINUTE], address: [OFFICE] },
  'second-factor': { who: [FIVE_A_MINUTE, CODES], address: [OFFICE] },
};
const WHAT_FAILED: Readonly<Record<AttemptKind, string>> = { key: 'secret', user: 'password', 'second-factor': 'second factor' };
const KEPT_MS = 90 * 86_400_000;

/** Failed sign-ins are recorded, and slow down who causes them (DIR-10): by who it claims to be, and by address. */
@Injectable()
export class SignInFailures {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(SignInAudit) private readonly audit: SignInAudit,
  ) {}

  /** Seconds until the next attempt is looked at; 0: now. */
  secondsToWait(attempt: SignInAttempt): Promise<number> {
    return this.database.transaction(SYSTEM, (tx) => this.waitOf(tx, attempt));
  }

  async record(attempt: SignInAttempt): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => this.insert(tx, attempt));
    await this.tell(attempt);
  }

  /** A key has got its token. */
  async succeeded({ clientId, address }: SignInAttempt): Promise<void> {
    await this.audit.keyUsed({ id: clientId, address });
  }

  /**
   * Looks at a guessable secret: `isRight` is asked unless one must wait. It counts as failed until it was right, so that a hundred guesses at once are slowed like a
   * hundred one after another.
   */
  async judge(attempt: SignInAttempt, isRight: () => Promise<boolean>): Promise<'right' | 'wrong' | { readonly waitSeconds: number }> {
    const begun = await this.database.transaction(SYSTEM, async (tx): Promise<{ readonly waitSeconds: number } | { readonly id: string }> => {
      await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`sign-in ${attempt.clientId}`]);
      const waitSeconds = await this.waitOf(tx, attempt);
      return waitSeconds > 0 ? { waitSeconds } : { id: await this.insert(tx, attempt) };
    });
    if ('waitSeconds' in begun) return begun;
    if (await isRight()) {
      await this.database.transaction(SYSTEM, (tx) => tx.query('delete from sign_in_failures where id = $1', [begun.id]));
      return 'right';
    }
    await this.tell(attempt);
    return 'wrong';
  }

  private async tell(attempt: SignInAttempt): Promise<void> {
    this.ports.log.warn(attempt, 'a sign-in failed');
    await this.audit.failed({ id: attempt.clientId, address: attempt.address }, WHAT_FAILED[attempt.kind]);
  }

  private async waitOf(tx: Tx, { kind, clientId, address }: SignInAttempt): Promise<number> {
    const limits = LIMITS[kind];
    const looked: Looked[] = [
      ...limits.who.map((limit) => ({ kind, column: 'client_id', value: clientId, limit }) as const),
      ...limits.address.map((limit) => ({ kind, column: 'address', value: address, limit }) as const),
    ];
    let longest = 0;
    for (const look of looked) longest = Math.max(longest, await this.waitBy(tx, look));
    return longest;
  }

  private async waitBy(tx: Tx, { kind, column, value, limit }: Looked): Promise<number> {
    const now = this.ports.clock().getTime();
    const [row] = await tx.query<{ ms: number }>(
      `select (extract(epoch from at) * 1000)::float8 as ms from sign_in_failures where kind = $1 and ${column} = $2 and at > $3 order by at desc offset $4 limit 1`,
      [kind, value, new Date(now - limit.withinMs), limit.failures - 1],
    );
    return row ? Math.max(1, Math.ceil((row.ms + limit.withinMs - now) / 1000)) : 0;
  }

  private async insert(tx: Tx, { kind, clientId, address }: SignInAttempt): Promise<string> {
    const id = newId();
    const at = this.ports.clock();
    await tx.query('insert into sign_in_failures (id, at, kind, client_id, address) values ($1, $2, $3, $4, $5)', [id, at, kind, clientId, address]);
    await tx.query('delete from sign_in_failures where at < $1', [new Date(at.getTime() - KEPT_MS)]);
    return id;
  }
}

interface Looked {
  readonly kind: AttemptKind;
  readonly column: 'client_id' | 'address';
  readonly value: string;
  readonly limit: Limit;
}
