import { CannotOpen, type Sealer } from '@ringfleet/secrets';
import { createHash } from 'node:crypto';
import { isSame, type Login } from './login.js';

/** What is answered to: HTTP Digest (RFC 7616). */
export interface Asked {
  readonly method: string;
  /** As it came: /p/5f2a…/001565abc000.cfg */
  readonly target: string;
}

const REALM = 'phones';
const NONCE = 'provisioning:nonce';
const NONCE_SERVES_MS = 300_000;
/** By the names of HTTP, the better one first: a phone takes the first that it knows. */
const HASHES: Readonly<Record<string, string>> = { 'SHA-256': 'sha256', MD5: 'md5' };

/** The headers WWW-Authenticate of a refusal. Basic tells the password to whoever listens: it is offered where nobody does. */
export function challenges({ sealer, now, isStale, isEncrypted }: Challenge): string[] {
  const nonce = Buffer.from(sealer.seal(String(now.getTime()), NONCE)).toString('base64url');
  const digests = Object.keys(HASHES).map(
    (algorithm) => `Digest realm="${REALM}", qop="auth", algorithm=${algorithm}, nonce="${nonce}", charset=UTF-8${isStale ? ', stale=true' : ''}`,
  );
  return isEncrypted ? [...digests, `Basic realm="${REALM}", charset="UTF-8"`] : digests;
}

interface Challenge {
  readonly sealer: Sealer;
  readonly now: Date;
  /** The password was right, the nonce too old. */
  readonly isStale: boolean;
  readonly isEncrypted: boolean;
}

/** Whether the phone knows the login; how old its nonce is, is another question. */
export function isRightDigest(params: Readonly<Record<string, string>>, login: Login, { method, target }: Asked): boolean {
  const { username = '', realm = '', nonce = '', uri = '', qop, nc = '', cnonce = '', response = '', algorithm = 'MD5' } = params;
  const name = HASHES[algorithm.toUpperCase()];
  const hash = (...parts: readonly string[]): string =>
    createHash(name ?? 'md5')
      .update(parts.join(':'), 'utf8')
      .digest('hex');
  const secret = hash(login.username, REALM, login.password);
  const request = hash(method, uri);
  const expected = qop === undefined ? hash(secret, nonce, request) : hash(secret, nonce, nc, cnonce, qop, request);
  const isLogin = isSame(response.toLowerCase(), expected);
  const isUsername = isSame(username, login.username);
  return isLogin && isUsername && name !== undefined && realm === REALM && (qop === undefined || qop === 'auth') && pathOf(uri) === pathOf(target);
}

export function isFreshNonce({ nonce = '' }: Readonly<Record<string, string>>, sealer: Sealer, now: Date): boolean {
  try {
    const age = now.getTime() - Number(sealer.open(Buffer.from(nonce, 'base64url'), NONCE));
    return Math.abs(age) <= NONCE_SERVES_MS; // clocks of two instances differ
  } catch (error) {
    if (error instanceof CannotOpen) return false;
    throw error;
  }
}

/** Some phones say the whole address: https://phones.example.net/p/5f2a…/x.cfg */
const pathOf = (uri: string): string => uri.replace(/^https?:\/\/[^/]+/i, '');
