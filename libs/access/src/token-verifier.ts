import { type Caller, isId, Refused, type Role, ROLES } from '@ringfleet/kernel';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';

/** What every token is made for; a token for something else is refused. */
export const AUDIENCE = 'ringfleet';

export interface Issuer {
  /** As the `iss` claim says it. */
  readonly issuer: string;
  /** Where its public keys are; of an issuer with several instances each one's, asked in turn until one answers. */
  readonly jwksUrl: string | readonly string[];
}

/** Verifies bearer tokens of one OpenID Connect issuer and reads who is calling from their claims. */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly issuer: Issuer) {
    this.keys = keysAt([issuer.jwksUrl].flat());
  }

  /** Throws `Refused` 401 `invalid_token` for a token that is not ours, expired or for another audience. */
  async verify(token: string): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, this.keys, { issuer: this.issuer.issuer, audience: AUDIENCE });
      return callerOf(payload);
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) {
        throw new Refused(401, 'invalid_token', 'The bearer token is not valid or has expired; ask for a new one.');
      }
      throw error;
    }
  }
}

function keysAt(urls: readonly string[]): JWTVerifyGetKey {
  const sets = urls.map((url) => createRemoteJWKSet(new URL(url)));
  return async (header, token) => {
    let failure: unknown;
    for (const keys of sets) {
      try {
        return await keys(header, token);
      } catch (error) {
        failure = error; // it does not answer, or it does not know a key that another has made just now
      }
    }
    throw failure;
  };
}

/** Claims: sub, rf_name, rf_role, and rf_reseller or rf_customer where the caller belongs to one. */
function callerOf(claims: JWTPayload): Caller {
  const role = ROLES.find((known): known is Role => known === claims['rf_role']);
  if (!claims.sub || !role) throw new Refused(401, 'invalid_token', 'The bearer token names no role known here.');
  return { id: claims.sub, name: text(claims['rf_name']) ?? claims.sub, role, scope: scopeOf(claims, role) };
}

function scopeOf(claims: JWTPayload, role: Role): Caller['scope'] {
  const resellerId = id(claims['rf_reseller']);
  const customerId = id(claims['rf_customer']);
  if (role === 'administrator' || role === 'operator') return { kind: 'provider' };
  if (role === 'reseller-admin' && resellerId) return { kind: 'reseller', resellerId };
  if (customerId && role !== 'reseller-admin') return { kind: 'customer', customerId, resellerId: resellerId ?? null };
  throw new Refused(401, 'invalid_token', 'The bearer token does not say whom its role is for.');
}

const text = (claim: unknown): string | undefined => (typeof claim === 'string' && claim !== '' ? claim : undefined);
const id = (claim: unknown): string | undefined => (typeof claim === 'string' && isId(claim) ? claim : undefined);
