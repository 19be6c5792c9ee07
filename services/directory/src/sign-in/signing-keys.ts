import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { Sealed } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { exportJWK, generateKeyPair, calculateJwkThumbprint, type JWK } from 'jose';

export const SIGNING_ALGORITHM = 'ES256';

/** A private key and the id under which tokens name it. */
export type SigningKey = JWK & { readonly kid: string };

const purposeOf = (id: string): string => `signing-key:${id}`;

/** The keys that tokens are signed with, the same in every instance: made at the first start, sealed in the database. */
@Injectable()
export class SigningKeys {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Newest first: that one signs, all of them verify. */
  load(): Promise<readonly SigningKey[]> {
    return this.database.transaction(SYSTEM, async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('signing_keys'))`);
      const kept = await this.kept(tx);
      return kept.length > 0 ? kept : [await this.make(tx)];
    });
  }

  private async kept(tx: Tx): Promise<SigningKey[]> {
    const rows = await tx.query<{ id: string; private_key: Buffer }>('select id, private_key from signing_keys order by created_at desc, id');
    return rows.map(({ id, private_key }) => ({ ...(JSON.parse(Sealed.fromStored(private_key).open(this.ports.sealer, purposeOf(id))) as JWK), kid: id }));
  }

  private async make(tx: Tx): Promise<SigningKey> {
    const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    const jwk = await exportJWK(privateKey);
    const id = await calculateJwkThumbprint(jwk);
    const sealed = Sealed.seal(this.ports.sealer, JSON.stringify(jwk), purposeOf(id));
    await tx.query('insert into signing_keys (id, private_key, created_at) values ($1, $2, $3)', [id, sealed.stored(), this.ports.clock()]);
    return { ...jwk, kid: id };
  }
}
