import { hash } from 'node:crypto';
import { isSame, type Login } from './login.js';

/** What is answered to: HTTP Digest (RFC 7616). */
export interface Asked {
  readonly method: string;
  /** As it came: /p/5f2a…/001565abc000.cfg */
  readonly target: string;
}

export const REALM = 'phones';
/** By the names of HTTP, the better one first: a phone takes the first that it knows. */
export const HASHES: Readonly<Record<string, string>> = { 'SHA-256': 'sha256', MD5: 'md5' };

/** Whether the phone knows the login; how old its nonce is, is another question (`Challenges`). */
export function isRightDigest(params: Readonly<Record<string, string>>, login: Login, { method, target }: Asked): boolean {
  const { username = '', realm = '', nonce = '', uri = '', qop, nc = '', cnonce = '', response = '', algorithm = 'MD5' } = params;
  const name = HASHES[algorithm.toUpperCase()];
  const hashed = (...parts: readonly string[]): string => hash(name ?? 'md5', parts.join(':'));
  const secret = hashed(login.username, REALM, login.password);
  const request = hashed(method, uri);
  const expected = qop === undefined ? hashed(secret, nonce, request) : hashed(secret, nonce, nc, cnonce, qop, request);
  const isLogin = isSame(response.toLowerCase(), expected);
  const isUsername = isSame(username, login.username);
  return isLogin && isUsername && name !== undefined && realm === REALM && (qop === undefined || qop === 'auth') && pathOf(uri) === pathOf(target);
}

/** Some phones say the whole address: https://phones.example.net/p/5f2a…/x.cfg */
const pathOf = (uri: string): string => uri.replace(/^https?:\/\/[^/]+/i, '');
