import { hash, timingSafeEqual } from 'node:crypto';

/** What a phone signs in with. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** What the header Authorization says. */
export type Authorization = { readonly kind: 'basic'; readonly login: Login } | { readonly kind: 'digest'; readonly params: Readonly<Record<string, string>> };

const BASIC = /^Basic +([A-Za-z0-9+/=]+)$/i; // 'Basic cGhvbmU6c2VjcmV0'
// A name is looked for at its beginning alone: at each of its letters it would take a second for a header of nothing else.
const PARAM = /(?<!\w)(\w+\*?)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g; // 'qop=auth', 'realm = "phones"'

/** undefined where the header is none of the two, or cannot be read. */
export function readAuthorization(header: string): Authorization | undefined {
  const basic = BASIC.exec(header)?.[1];
  if (basic !== undefined) {
    const [, username, password] = /^([^:]*):(.*)$/su.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? []; // 'phone:secret'
    return username === undefined || password === undefined ? undefined : { kind: 'basic', login: { username, password } };
  }
  if (!/^Digest /i.test(header)) return undefined;
  // Node reads headers as Latin-1; phones write UTF-8.
  const text = Buffer.from(header.slice('Digest '.length), 'latin1').toString('utf8');
  const found = [...text.matchAll(PARAM)].map(([, name = '', quoted, plain = '']) => [name.toLowerCase(), quoted?.replaceAll(/\\(.)/gs, '$1') ?? plain]);
  const { 'username*': extended, ...params } = Object.fromEntries(found) as Record<string, string>;
  return { kind: 'digest', params: extended === undefined || params['username'] !== undefined ? params : { ...params, username: textOf(extended) } };
}

/** What RFC 8187 says in ASCII: UTF-8''zo%C3%AB; nothing where it is not so. */
function textOf(extended: string): string {
  const encoded = /^UTF-8'[^']*'(.*)$/i.exec(extended)?.[1] ?? '';
  try {
    return decodeURIComponent(encoded);
  } catch {
    return '';
  }
}

export const isSameLogin = (given: Login, login: Login): boolean => {
  const isUsername = isSame(given.username, login.username);
  return isSame(given.password, login.password) && isUsername;
};

/** Takes as long wherever the two differ. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
