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
  /** When the token was made: now, if not said. */
  readonly issuedAt?: Date;
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
        .setIssuedAt(who.issuedAt ?? new Date())
        .setExpirationTime('1h')
        .sign(privateKey),
  };
}

export const roleOf = ({ role, resellerId, customerId }: Who): Role =>
  role ?? (customerId ? 'customer-admin' : resellerId ? 'reseller-admin' : 'administrator');

function claimsOf(who: Who): Record<string, string> {
  const { resellerId, customerId, name, clientId } = who;
  return {
    rf_name: name ?? 'A test',
    rf_role: roleOf(who),
    ...(resellerId && { rf_reseller: resellerId }),
    ...(customerId && { rf_customer: customerId }),
    ...(clientId && { client_id: clientId }),
  };
}
