import { type Caller, namedId, Refused } from '@ringfleet/kernel';
import { decodeJwt, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { callerOfClaims } from './caller-of-claims.js';
import { OWN_CLAIMS } from './claim-map.js';
import type { ClaimMap, Issuer } from './issuer.js';
import { discoveredKeys, keysAt } from './issuer-keys.js';

/** What every token of the built-in issuer is made for; a token for something else is refused. */
export const AUDIENCE = 'ringfleet';
/** The client of the built-in issuer through which people sign in: the web console. */
export const CONSOLE = 'console';

// Signed by a key that only the issuer has: never 'none', never a secret that both sides know.
const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA', 'Ed25519'];
const CLOCKS_DIFFER_S = 5;

interface Source {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly claims: ClaimMap;
  /** The client that the console is. */
  readonly console: string;
  /** Of records and histories: who it is here. */
  readonly idOf: (subject: string) => string;
}

/** Verifies bearer tokens of the built-in issuer and of another OpenID Connect provider, and reads who is calling from their claims. */
export class TokenVerifier {
  private readonly sources: readonly Source[];

  constructor({ issuer, jwksUrl, other }: Issuer) {
    const own: Source = { issuer, audience: AUDIENCE, keys: keysAt([jwksUrl].flat()), claims: OWN_CLAIMS, console: CONSOLE, idOf: (subject) => subject };
    // Its subjects are any text, and may look like an id of ours.
    const idOf = (subject: string): string => namedId(`subject/${other?.issuer}/${subject}`);
    this.sources = other ? [own, { ...other, keys: discoveredKeys(other.issuer), console: other.clientId, idOf }] : [own];
  }

  /** Throws `Refused`: 401 `invalid_token` for a token that is none of theirs, expired or for another audience; 503 if its issuer does not answer. */
  async verify(token: string): Promise<Caller> {
    try {
      const { iss } = decodeJwt(token);
      const source = this.sources.find(({ issuer }) => issuer === iss);
      if (!source) throw new errors.JWTInvalid('unknown issuer');
      const { issuer, audience, keys, claims, idOf } = source;
      const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['sub', 'exp'], clockTolerance: CLOCKS_DIFFER_S };
      const { payload } = await jwtVerify(token, keys, options);
      if (typeof payload.sub !== 'string' || payload.sub === '') throw new errors.JWTInvalid('no subject');
      const said = callerOfClaims(idOf(payload.sub), payload, claims);
      const caller = { ...said, token: timesOf(payload), ...(source !== this.sources[0] && { issuer }) };
      // RFC 9068 says client_id; issuers that came before it say azp.
      return (payload['client_id'] ?? payload['azp']) === source.console ? { ...caller, fromConsole: true } : caller;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      throw new Refused(401, 'invalid_token', 'The bearer token is not valid or has expired; ask for a new one.');
    }
  }
}

/** Not every issuer says when a token was made. */
const timesOf = ({ iat = 0, exp = 0 }: JWTPayload): NonNullable<Caller['token']> => ({ issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000) });
