import { isId, SYSTEM } from '@ringfleet/kernel';
import type { Database } from '@ringfleet/persistence';
import { hashSecret, newSecret } from '@ringfleet/secrets';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { ServiceKey } from '../service-keys/service-key.js';

/** Nobody knows this secret: an unknown or revoked key is judged as one with a wrong secret, in the same time and words. */
const NOBODYS = hashSecret(newSecret());

/** What a token says of its key beside its id (libs/access reads it). */
export const CLAIMS = ['rf_name', 'rf_role', 'rf_reseller', 'rf_customer'] as const;

const METADATA = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [], token_endpoint_auth_method: 'client_secret_basic' } as const;

/** The issuer's clients, the console aside: the service keys. */
export class ClientAdapter implements Adapter {
  constructor(private readonly database: Database) {}

  /** `client_secret` is the hash, see `TokenIssuer`. */
  async find(id: string): Promise<AdapterPayload | undefined> {
    if (!isId(id)) return undefined;
    const key = await this.database.transaction(SYSTEM, (tx) => tx.em.findOne(ServiceKey, { id, revokedAt: null }));
    if (!key) return { ...METADATA, client_id: id, client_secret: NOBODYS };
    return {
      ...METADATA,
      client_id: id,
      client_secret: key.secretHash,
      rf_name: key.name,
      rf_role: key.role,
      ...(key.resellerId && { rf_reseller: key.resellerId }),
      ...(key.customerId && { rf_customer: key.customerId }),
    };
  }

  findByUid = unused;
  findByUserCode = unused;
  upsert = unused;
  consume = unused;
  destroy = unused;
  revokeByGrantId = unused;
}

const unused = (): Promise<undefined> => Promise.reject(new Error('Service keys are made over the API alone.'));
