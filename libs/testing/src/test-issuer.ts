import { newId, type Role } from '@ringfleet/kernel';
import { AUDIENCE } from '@ringfleet/access';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** Who a token is for. A reseller or customer given decides the role, where none is. */
export interface Who {
  readonly role?: Role;
  readonly resellerId?: string | null;
  readonly customerId?: string | null;
  readonly id?: string;
  readonly name?: string;
  /** The client that the token is given to: 'console' for a person in the web console. */
  readonly clientId?: string;
}

/** Signs tokens as the real issuer does (directory's), for suites of other services. */
export interface TestIssuer {
  readonly issuer: string;
  /** What is served at `<issuer>/jwks`. */
  readonly jwks: { readonly keys: readonly JWK[] };
  /** A bearer token for an hour, of an administrator unless said otherwise. */
  tokenFor(who?: Who): Promise<string>;
}

const ALGORITHM = 'ES256';

export async function createTestIssuer(issuer: string): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    issuer,
    jwks: { keys: [{ ...jwk, kid, alg: ALGORITHM, use: 'sig' }] },
    tokenFor: (who = {}) =>
      new SignJWT(claimsOf(who))
        .setProtectedHeader({ alg: ALGORITHM, kid })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(who.id ?? newId())
        .setExpirationTime('1h')
        .sign(privateKey),
  };
}

function claimsOf({ role, resellerId, customerId, name, clientId }: Who): Record<string, string> {
  const implied: Role = customerId ? 'customer-admin' : resellerId ? 'reseller-admin' : 'administrator';
  return {
    rf_name: name ?? 'A test',
    rf_role: role ?? implied,
    ...(resellerId && { rf_reseller: resellerId }),
    ...(customerId && { rf_customer: customerId }),
    ...(clientId && { client_id: clientId }),
  };
}
