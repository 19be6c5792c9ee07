import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { Sealed } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

export const SIGNING_ALGORITHM = 'ES256';

/** A private key and the id under which tokens name it. */
export type SigningKey = JWK & { readonly kid: string };

interface KeyRow {
  readonly id: string;
  readonly private_key: Buffer;
  readonly made: number;
}

const HOUR_MS = 3_600_000;
const SIGNS_FOR_MS = 30 * 24 * HOUR_MS;
// Published before it signs, so that every instance and every cache knows it by then.
const PUBLISHED_AHEAD_MS = HOUR_MS;
// Published after its last signature, until the last token it signed has run out for long.
const KEPT_AFTER_MS = 24 * HOUR_MS;

const purposeOf = (id: string): string => `signing-key:${id}`;

/** The keys that tokens are signed with, the same in every instance: sealed in the database, a new one every thirty days. */
@Injectable()
export class SigningKeys {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** The first one signs, all of them verify. Makes the next key when it is time, and removes those past their time. */
  load(): Promise<readonly SigningKey[]> {
    const now = this.ports.clock().getTime();
    return this.database.transaction(SYSTEM, async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('signing_keys'))`);
      await this.removeOld(tx, now);
      const newest = (await this.rows(tx))[0];
      if (!newest) await this.make(tx, now - PUBLISHED_AHEAD_MS);
      else if (newest.made + SIGNS_FOR_MS <= now) await this.make(tx, now);
      return this.inOrder(await this.rows(tx), now);
    });
  }

  /** After a leak: whatever the keys so far have signed is void as soon as it is looked at with fresh keys, ten minutes at most. */
  async replace(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('signing_keys'))`);
    await tx.query('delete from signing_keys');
    await this.make(tx, this.ports.clock().getTime() - PUBLISHED_AHEAD_MS);
  }

  private inOrder(rows: readonly KeyRow[], now: number): SigningKey[] {
    const signing = rows.find(({ made }) => made + PUBLISHED_AHEAD_MS <= now) ?? rows.at(-1);
    return rows.toSorted((a, b) => Number(b === signing) - Number(a === signing)).map((row) => this.open(row));
  }

  /** Newest first. */
  private rows(tx: Tx): Promise<KeyRow[]> {
    return tx.query('select id, private_key, (extract(epoch from created_at) * 1000)::float8 as made from signing_keys order by created_at desc, id');
  }

  private async removeOld(tx: Tx, now: number): Promise<void> {
    const latest = new Date(now - PUBLISHED_AHEAD_MS - KEPT_AFTER_MS);
    await tx.query(
      'delete from signing_keys old where exists (select from signing_keys next where next.created_at > old.created_at and next.created_at <= $1)',
      [latest],
    );
  }

  private open({ id, private_key }: KeyRow): SigningKey {
    return { ...(JSON.parse(Sealed.fromStored(private_key).open(this.ports.sealer, purposeOf(id))) as JWK), kid: id };
  }

  private async make(tx: Tx, at: number): Promise<void> {
    const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    const jwk = await exportJWK(privateKey);
    const id = await calculateJwkThumbprint(jwk);
    const sealed = Sealed.seal(this.ports.sealer, JSON.stringify(jwk), purposeOf(id));
    await tx.query('insert into signing_keys (id, private_key, created_at) values ($1, $2, $3)', [id, sealed.stored(), new Date(at)]);
  }
}
