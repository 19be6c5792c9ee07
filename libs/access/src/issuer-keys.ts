import { Refused } from '@ringfleet/kernel';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

const ANSWERS_WITHIN_MS = 5_000;
// A new key is known this soon, however lately the keys were fetched; and nobody who invents names of keys makes them be fetched more often.
const FETCHED_AGAIN_AFTER_MS = 5_000;

/** Keys at known addresses, asked in turn until one has the key. */
export function keysAt(urls: readonly string[]): JWTVerifyGetKey {
  const sets = urls.map((url) => keySetAt(url));
  return async (header, token) => {
    let failure: unknown;
    for (const keys of sets) {
      try {
        return await keys(header, token);
      } catch (error) {
        // It does not answer, or it does not know a key that another has made just now. Of both, silence leaves the question open.
        if (!(failure instanceof Refused)) failure = error;
      }
    }
    throw failure;
  };
}

/** Keys where the issuer's discovery document says they are. */
export function discoveredKeys(issuer: string): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    found ??= discover(issuer).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return (await found)(header, token);
  };
}

/** Fetched anew for a key it does not know, at most every 5 s; kept for ten minutes. */
function keySetAt(url: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url), { timeoutDuration: ANSWERS_WITHIN_MS, cooldownDuration: FETCHED_AGAIN_AFTER_MS });
  return async (header, token) => {
    // With one key in the set any token without a name for it would be tried.
    if (header?.kid === undefined) throw new errors.JWKSNoMatchingKey();
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys || error instanceof errors.JOSENotSupported)
        throw error;
      throw unavailable(error);
    }
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`; // https://id.example.com/ → https://id.example.com
  let document: unknown;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    if (!response.ok) throw new Error(`${address} answers ${response.status}`);
    document = await response.json();
  } catch (error) {
    throw unavailable(error);
  }
  const { issuer: named, jwks_uri: jwksUrl } = document as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (named !== issuer || typeof jwksUrl !== 'string') throw unavailable(new Error(`${address} is not the document of ${issuer}`));
  return keySetAt(jwksUrl);
}

/** Nobody is told that a good token is bad because its issuer does not answer. */
function unavailable(cause: unknown): Refused {
  const refused = new Refused(503, 'issuer_unavailable', 'Who issues the tokens does not answer; try again in a moment.', { retryAfterSeconds: 5 });
  refused.cause = cause;
  return refused;
}
