import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { hashSecret, Sealed } from '@ringfleet/secrets';
import type { Ports } from '@ringfleet/service-kit';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';

interface StoredRecord {
  readonly id_hash: string;
  readonly payload: Buffer;
  readonly consumed_at: string | null;
}

/** What a sign-in never lives longer than; for records that are given no time of their own. */
export const LONGEST_S = 12 * 3600;

const SELECT = 'select id_hash, payload, extract(epoch from consumed_at)::text as consumed_at from issuer_records';

/**
 * What the issuer keeps of one kind (sessions, interactions, grants, codes, refresh tokens), for any number of instances. The ids are what clients hold and sign in
 * with: their hash is stored, the rest is sealed.
 */
export class IssuerStore implements Adapter {
  constructor(
    private readonly kind: string,
    private readonly database: Database,
    private readonly ports: Pick<Ports, 'sealer' | 'clock'>,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn = LONGEST_S): Promise<void> {
    const now = this.ports.clock();
    const hash = hashSecret(id);
    const sealed = Sealed.seal(this.ports.sealer, JSON.stringify(payload), this.purposeOf(hash));
    const { uid = null, grantId = null, accountId = null } = payload;
    const expiresAt = new Date(now.getTime() + expiresIn * 1000);
    await this.database.transaction(SYSTEM, async (tx) => {
      await tx.query(
        `insert into issuer_records (kind, id_hash, payload, uid, grant_id, account_id, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (kind, id_hash) do update set payload = excluded.payload, uid = excluded.uid, grant_id = excluded.grant_id,
           account_id = excluded.account_id, expires_at = excluded.expires_at`,
        [this.kind, hash, sealed.stored(), uid, grantId, accountId, expiresAt],
      );
      await tx.query(
        `delete from issuer_records where (kind, id_hash) in
           (select kind, id_hash from issuer_records where expires_at < $1 order by expires_at limit 20 for update skip locked)`,
        [now],
      );
    });
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return this.read('id_hash', hashSecret(id));
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.read('uid', uid);
  }

  /** No device flow, no user codes. */
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /** Of several at once only one gets through, in whichever instance. */
  async consume(id: string): Promise<void> {
    const rows = await this.database.transaction(SYSTEM, (tx) =>
      tx.query('update issuer_records set consumed_at = $3 where kind = $1 and id_hash = $2 and consumed_at is null returning 1', [
        this.kind,
        hashSecret(id),
        this.ports.clock(),
      ]),
    );
    if (rows.length === 0) throw new errors.InvalidGrant('used already');
  }

  async destroy(id: string): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => tx.query('delete from issuer_records where kind = $1 and id_hash = $2', [this.kind, hashSecret(id)]));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => tx.query('delete from issuer_records where kind = $1 and grant_id = $2', [this.kind, grantId]));
  }

  private async read(column: 'id_hash' | 'uid', value: string): Promise<AdapterPayload | undefined> {
    const [row] = await this.database.transaction(SYSTEM, (tx) =>
      tx.query<StoredRecord>(`${SELECT} where kind = $1 and ${column} = $2 and expires_at > $3`, [this.kind, value, this.ports.clock()]),
    );
    if (!row) return undefined;
    const payload = JSON.parse(Sealed.fromStored(row.payload).open(this.ports.sealer, this.purposeOf(row.id_hash))) as AdapterPayload;
    return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(Number(row.consumed_at)) };
  }

  private purposeOf(hash: string): string {
    return `issuer:${this.kind}:${hash}`;
  }
}
