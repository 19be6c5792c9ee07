import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { Sealed } from '@ringfleet/secrets';
import { IdempotencyKeys, type StoredAnswer } from './idempotency.js';
import { type Ports, PORTS } from './ports.js';

/** A POST that may come twice. */
export interface Post {
  /** Path pattern: '/api/v1/customers'. */
  readonly path: string;
  readonly caller: Caller;
  /** The Idempotency-Key header. */
  readonly key: string | undefined;
  readonly body: unknown;
}

const SWEEP_MS = 3_600_000;

/** Carries out a POST once per Idempotency-Key (design.md §7). What was sent and answered may hold a secret: both are kept sealed, and there is no hash to guess by. */
@Injectable()
export class OncePerKey implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly keys: IdempotencyKeys;
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {
    this.keys = new IdempotencyKeys(database);
  }

  onApplicationBootstrap(): void {
    // One that fails is made good by the next.
    this.sweeping = setInterval(
      () => void this.keys.sweep().catch((error: unknown) => this.ports.log.warn({ err: error }, 'a sweep failed')),
      SWEEP_MS,
    ).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.sweeping);
  }

  /** Runs `work` in a transaction of the caller's scope; the second time its first answer is given. */
  async run<View>({ caller, path, key, body }: Post, work: (tx: Tx) => Promise<View>): Promise<View> {
    const reservation = await this.keys.reserve({ caller, route: `POST ${path}`, key });
    const purpose = `answer:${caller.id}:${path}:${key}`;
    const sent = JSON.stringify(body);
    try {
      const known = reservation.answered(SEALED);
      if (known) return this.answerTo(known, sent, purpose) as View;
      return await this.database.transaction(caller.scope, async (tx) => {
        const view = await work(tx);
        if (key !== undefined) await reservation.complete(tx, SEALED, this.answer(JSON.stringify({ sent, view }), purpose));
        return view;
      });
    } finally {
      await reservation.release();
    }
  }

  private answer(text: string, purpose: string): StoredAnswer {
    const sealed = Sealed.seal(this.ports.sealer, text, purpose);
    return { status: 201, headers: {}, body: Buffer.from(sealed.stored()).toString('base64') };
  }

  private answerTo({ body }: StoredAnswer, sent: string, purpose: string): unknown {
    const text = Sealed.fromStored(Buffer.from(String(body), 'base64')).open(this.ports.sealer, purpose);
    const known = JSON.parse(text) as { readonly sent: string; readonly view: unknown };
    if (known.sent === sent) return known.view;
    throw new Refused(422, 'idempotency_key_reused', 'This Idempotency-Key was used for a request with other content: take a new key for each.');
  }
}

/** In place of a fingerprint: what was sent stands beside the answer. */
const SEALED = 'sealed';
