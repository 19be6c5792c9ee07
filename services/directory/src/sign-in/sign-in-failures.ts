import { Inject, Injectable } from '@nestjs/common';
import { newId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';

/** Who tries to sign in, and from where. */
export interface SignInAttempt {
  readonly clientId: string;
  readonly address: string;
}

const ALLOWED = 5;
const WINDOW_MS = 60_000;
const KEPT_MS = 90 * 86_400_000;

/** Failed sign-ins are recorded, and slow down who causes them (DIR-10): five a minute, by client id and by address. */
@Injectable()
export class SignInFailures {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Seconds until the next attempt is looked at; 0: now. */
  async secondsToWait({ clientId, address }: SignInAttempt): Promise<number> {
    const now = this.ports.clock().getTime();
    const [row] = await this.database.transaction(SYSTEM, (tx) =>
      tx.query<{ ms: number | null }>(
        `select max(extract(epoch from at) * 1000)::float8 as ms from (
           (select at from sign_in_failures where client_id = $1 and at > $3 order by at desc offset $4 limit 1)
           union all
           (select at from sign_in_failures where address = $2 and at > $3 order by at desc offset $4 limit 1)
         ) fifth`,
        [clientId, address, new Date(now - WINDOW_MS), ALLOWED - 1],
      ),
    );
    return row?.ms ? Math.max(1, Math.ceil((row.ms + WINDOW_MS - now) / 1000)) : 0;
  }

  async record({ clientId, address }: SignInAttempt): Promise<void> {
    const at = this.ports.clock();
    await this.database.transaction(SYSTEM, async (tx) => {
      await tx.query('insert into sign_in_failures (id, at, client_id, address) values ($1, $2, $3, $4)', [newId(), at, clientId, address]);
      await tx.query('delete from sign_in_failures where at < $1', [new Date(at.getTime() - KEPT_MS)]);
    });
    this.ports.log.warn({ clientId, address }, 'a sign-in failed');
  }
}
