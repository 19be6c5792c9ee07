import { type Caller, newId, Refused, SYSTEM } from '@ringfleet/kernel';
import { Database, rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER, type Tx } from '@ringfleet/persistence';

/** The table behind `IdempotencyKeys`; part of a migration of each service that has such routes. */
export const idempotencyTable = (): string => `
create table idempotency_keys (
  caller_id text not null,
  route text not null,
  key text not null,
  -- Of the caller.
  reseller_id uuid,
  customer_id uuid,
  -- Who holds the key, until when; null once it is done.
  reservation uuid,
  reserved_until timestamptz,
  fingerprint text,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (caller_id, route, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
${rowLevelSecurity('idempotency_keys', { reseller: `reseller_id = ${SCOPE_RESELLER} and customer_id is null`, customer: `customer_id = ${SCOPE_CUSTOMER}` })}`;

/** The first answer under a key. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Use {
  readonly caller: Caller;
  /** Method and path pattern: 'POST /api/v1/imports'. */
  readonly route: string;
  /** The Idempotency-Key header; without one nothing is remembered. */
  readonly key: string | undefined;
}

const LEASE_SECONDS = 15; // a reservation whose process died is free after it
const RENEW_MS = 5_000;
const KEPT_HOURS = 24;
const KEY = /^[\x21-\x7e]{1,200}$/; // 8e03978e-40d5-43dd-bc93-6894a57f9324

/** Idempotency-Key (design.md §7): the same request sent twice under one key is carried out once and answered alike. */
export class IdempotencyKeys {
  constructor(private readonly database: Database) {}

  /**
   * Reserves the key, before the body is read. Release the reservation whatever happens.
   * Throws `Refused` 400 `bad_idempotency_key`; 409 `request_in_progress` with Retry-After while another request holds the key.
   */
  async reserve(use: Use): Promise<Reservation> {
    if (use.key === undefined) return new Reservation(this.database, use);
    if (!KEY.test(use.key)) throw new Refused(400, 'bad_idempotency_key', 'Idempotency-Key is 1 to 200 visible ASCII characters without blanks.');
    const id = newId();
    const params = [use.caller.id, use.route, use.key, id];
    const done = await this.database.transaction(SYSTEM, async (tx) => {
      await tx.query(
        `delete from idempotency_keys where caller_id = $1 and route = $2 and key = $3 and created_at < now() - interval '${KEPT_HOURS} hours'`,
        params.slice(0, 3),
      );
      const taken = await tx.query(TAKE, [...params, ...tenantOf(use.caller)]);
      if (taken.length > 0) return undefined;
      const [row] = await tx.query<{ fingerprint: string | null; answer: StoredAnswer | null; wait: number }>(LOOK, params.slice(0, 3));
      if (row?.answer) return { fingerprint: row.fingerprint ?? '', answer: row.answer };
      throw new Refused(409, 'request_in_progress', 'The first request under this Idempotency-Key is still being carried out.', {
        retryAfterSeconds: row?.wait ?? 1,
      });
    });
    return new Reservation(this.database, use, { id, done });
  }

  /** Forgets keys older than 24 hours. */
  async sweep(): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => tx.query(`delete from idempotency_keys where created_at < now() - interval '${KEPT_HOURS} hours'`));
  }
}

const UNTIL = `now() + interval '${LEASE_SECONDS} seconds'`;
const TAKE = `
insert into idempotency_keys as known (caller_id, route, key, reservation, reserved_until, reseller_id, customer_id) values ($1, $2, $3, $4, ${UNTIL}, $5, $6)
on conflict (caller_id, route, key) do update
  set reservation = excluded.reservation, reserved_until = excluded.reserved_until, reseller_id = excluded.reseller_id, customer_id = excluded.customer_id
  where known.answer is null and known.reserved_until < now()
returning key`;
const LOOK = `
select fingerprint, answer, greatest(1, ceil(extract(epoch from reserved_until - now())))::int as wait
from idempotency_keys where caller_id = $1 and route = $2 and key = $3`;
const MINE = 'where caller_id = $1 and route = $2 and key = $3 and reservation = $4';

const tenantOf = ({ scope }: Caller): (string | null)[] => [
  'resellerId' in scope ? scope.resellerId : null,
  scope.kind === 'customer' ? scope.customerId : null,
];

interface Held {
  readonly id: string;
  readonly done: { readonly fingerprint: string; readonly answer: StoredAnswer } | undefined;
}

/** A key held by one request; renewed until it is completed or released. */
export class Reservation {
  private renewing: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly use: Use,
    private readonly held?: Held,
  ) {
    if (held && !held.done) this.renewing = setInterval(() => void this.renew(), RENEW_MS).unref();
  }

  /**
   * The first answer under this key, if there was one. The fingerprint says what was sent (a hash of it).
   * Throws `Refused` 422 `idempotency_key_reused` where that was something else.
   */
  answered(fingerprint: string): StoredAnswer | undefined {
    const done = this.held?.done;
    if (!done) return undefined;
    if (done.fingerprint !== fingerprint) {
      throw new Refused(422, 'idempotency_key_reused', 'This Idempotency-Key was used for a request with other content: take a new key for each.');
    }
    return done.answer;
  }

  /** Whether the request was carried out before: its content is compared and nothing else is done. */
  get isRepeat(): boolean {
    return this.held?.done !== undefined;
  }

  /** Remembers the answer in the transaction of the change. Throws `Refused` 409 when another request has taken over the key. */
  async complete(tx: Tx, fingerprint: string, answer: StoredAnswer): Promise<void> {
    if (!this.held) return;
    const values = [...this.params(this.held), fingerprint, JSON.stringify(answer)];
    const rows = await tx.query(
      `update idempotency_keys set reservation = null, reserved_until = null, fingerprint = $5, answer = $6::jsonb ${MINE} returning key`,
      values,
    );
    if (rows.length === 0) throw new Refused(409, 'request_in_progress', 'Another request has taken over this Idempotency-Key.', { retryAfterSeconds: 1 });
  }

  /** Frees the key unless the request was completed. */
  async release(): Promise<void> {
    clearInterval(this.renewing);
    const { held } = this;
    if (held && !held.done) await this.database.transaction(SYSTEM, (tx) => tx.query(`delete from idempotency_keys ${MINE}`, this.params(held)));
  }

  private async renew(): Promise<void> {
    const { held } = this;
    if (!held) return;
    // A renewal that fails is tried again by the next; without any the key is free after its lease.
    await this.database
      .transaction(SYSTEM, (tx) => tx.query(`update idempotency_keys set reserved_until = ${UNTIL} ${MINE}`, this.params(held)))
      .catch(() => undefined);
  }

  private params(held: Held): unknown[] {
    return [this.use.caller.id, this.use.route, this.use.key, held.id];
  }
}
