// Real: two issuers' keys and discovery over HTTP, tokens signed by them, and forgeries of every usual kind. The clock of this process is moved where keys are renewed.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type OtherIssuer, TokenVerifier } from '@ringfleet/access';
import { namedId, Refused } from '@ringfleet/kernel';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const RESELLER = '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f';
const SUBJECT = '019aa5a0-7a5e-7000-8000-000000000001';

/** One issuer: its keys by id, those published, and whether it answers. */
class Issuer {
  readonly keys = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
  published: string[] = [];
  answers = true;
  fetches = 0;
  url = '';
  private readonly server: Server = createServer((request, response) => void this.respond(request.url ?? '', response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    await this.newKey('first');
  }

  async newKey(kid: string): Promise<void> {
    this.keys.set(kid, await generateKeyPair('RS256'));
    this.published.push(kid);
  }

  sign(
    claims: JWTPayload,
    { kid = 'first', alg = 'RS256', key = this.keyOf(kid).privateKey }: { kid?: string; alg?: string; key?: CryptoKey | Uint8Array } = {},
  ): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg, ...(kid !== '' && { kid }) }).sign(key);
  }

  keyOf(kid: string): { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey } {
    const pair = this.keys.get(kid) ?? this.keys.get('first');
    if (!pair) throw new Error(`There is no key ${kid}.`);
    return pair;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async respond(path: string, response: ServerResponse): Promise<void> {
    response.statusCode = this.answers ? 200 : 503;
    response.end(JSON.stringify(await this.document(path)));
  }

  private async document(path: string): Promise<object> {
    if (path.endsWith('openid-configuration')) return { issuer: this.url, jwks_uri: `${this.url}/jwks` };
    this.fetches += 1;
    return { keys: await Promise.all(this.published.map(async (kid) => ({ ...(await exportJWK(this.keyOf(kid).publicKey)), kid, alg: 'RS256', use: 'sig' }))) };
  }
}

const own = new Issuer();
const other = new Issuer();
const seconds = (fromNow: number): number => Math.floor(Date.now() / 1000) + fromNow;
const good = (changes: JWTPayload = {}): JWTPayload => ({
  iss: own.url,
  aud: 'ringfleet',
  sub: SUBJECT,
  exp: seconds(60),
  rf_role: 'administrator',
  ...changes,
});
const theirs = (changes: JWTPayload = {}): JWTPayload => ({
  iss: other.url,
  aud: 'ringfleet-api',
  sub: 'alice',
  exp: seconds(60),
  preferred_username: 'Alice',
  realm_access: { roles: ['offline_access', 'rf-reseller'] },
  tenant: RESELLER.toUpperCase(),
  ...changes,
});

let verifier: TokenVerifier;
let settings: OtherIssuer;

async function refusalOf(token: string): Promise<string> {
  try {
    return `taken for ${(await verifier.verify(token)).role}`;
  } catch (error) {
    return error instanceof Refused ? `${error.status} ${error.code}` : String(error);
  }
}

beforeAll(async () => {
  await Promise.all([own.start(), other.start()]);
  const claims = {
    name: 'preferred_username',
    role: 'realm_access.roles',
    roles: { 'rf-admin': 'administrator', 'rf-reseller': 'reseller-admin' },
    reseller: 'tenant',
    customer: 'customer',
  } as const;
  settings = { issuer: other.url, audience: 'ringfleet-api', clientId: 'console', claims };
  verifier = new TokenVerifier({ issuer: own.url, jwksUrl: `${own.url}/jwks`, other: settings });
});

afterAll(() => {
  own.stop();
  other.stop();
});

describe('a token of the built-in issuer', () => {
  it('says who is calling', async () => {
    expect(await verifier.verify(await own.sign(good({ rf_name: 'Ann', iat: 1_700_000_000, exp: 4_000_000_000 })))).toEqual({
      id: SUBJECT,
      name: 'Ann',
      role: 'administrator',
      scope: { kind: 'provider' },
      token: { issuedAt: new Date('2023-11-14T22:13:20Z'), expiresAt: new Date('2096-10-02T07:06:40Z') },
    });
  });

  it.each<[string, () => Promise<string> | string]>([
    ['has expired', () => own.sign(good({ exp: seconds(-60) }))],
    ['never expires', () => own.sign(good({ exp: undefined }))],
    ['is not valid yet', () => own.sign(good({ nbf: seconds(60) }))],
    ['is for another audience', () => own.sign(good({ aud: 'console' }))],
    ['is for no audience', () => own.sign(good({ aud: undefined }))],
    ['is of an issuer nobody knows', () => own.sign(good({ iss: 'https://id.example.com' }))],
    ['says that it is of one issuer and is signed by the other', () => other.sign(good())],
    ['names no key', () => own.sign(good(), { kid: '' })],
    ['names a key that is not published', () => own.sign(good(), { kid: 'unknown' })],
    ["is signed by a key of the same name that is not the issuer's", async () => own.sign(good(), { key: (await generateKeyPair('RS256')).privateKey })],
    ['is not signed (alg none)', () => new UnsecuredJWT(good()).encode()],
    ['is not signed, and names a key', () => `${encoded({ alg: 'none', kid: 'first' })}.${encoded(good())}.`],
    [
      'is signed with the public key as a secret (HS256)',
      async () => own.sign(good(), { alg: 'HS256', key: new TextEncoder().encode(await exportSPKI(own.keyOf('first').publicKey)) }),
    ],
    ['was changed after it was signed', async () => tampered(await own.sign(good({ rf_role: 'operator' })))],
    ['names nobody', () => own.sign(good({ sub: undefined }))],
    ['names a role that is none of ours', () => own.sign(good({ rf_role: 'root' }))],
    ['does not say whom its role is for', () => own.sign(good({ rf_role: 'reseller-admin' }))],
    ['says that it is for what is no id', () => own.sign(good({ rf_role: 'reseller-admin', rf_reseller: "' or true --" }))],
    ['is none', () => 'hunter2'],
  ])('is refused when it %s', async (_, make) => {
    expect(await refusalOf(await make())).toBe('401 invalid_token');
  });
});

describe('a token of another OpenID Connect provider', () => {
  it('is mapped to role and scope, with an id of its own here (DIR-10)', async () => {
    expect(await verifier.verify(await other.sign(theirs()))).toMatchObject({
      id: namedId(`subject/${other.url}/alice`),
      name: 'Alice',
      role: 'reseller-admin',
      scope: { kind: 'reseller', resellerId: RESELLER },
      issuer: other.url,
    });
    const both = await other.sign(theirs({ realm_access: { roles: ['rf-reseller', 'rf-admin'] } }));
    expect(await verifier.verify(both)).toMatchObject({ role: 'administrator', scope: { kind: 'provider' } });
    const named = await verifier.verify(await other.sign(theirs({ preferred_username: ` \u{1F600}${'x'.repeat(70)}\n` })));
    expect(named.name).toBe(`\u{1F600}${'x'.repeat(63)}`);
    const oneOfOurs = await verifier.verify(await other.sign(theirs({ sub: SUBJECT })));
    expect(oneOfOurs.id).not.toBe(SUBJECT);
  });

  it.each<[string, JWTPayload]>([
    ['of our words for roles where it has its own', { realm_access: { roles: ['administrator'] } }],
    ['of no role of the map', { realm_access: { roles: ['constructor', '__proto__'] } }],
    ["of the built-in issuer's claims", { realm_access: undefined, rf_role: 'administrator' }],
    ['for our audience', { aud: 'ringfleet' }],
  ])('is refused when it is %s', async (_, changes) => {
    expect(await refusalOf(await other.sign(theirs(changes)))).toBe('401 invalid_token');
  });

  it('is not taken where no other provider is configured', async () => {
    const alone = new TokenVerifier({ issuer: own.url, jwksUrl: `${own.url}/jwks` });
    await expect(alone.verify(await other.sign(theirs()))).rejects.toMatchObject({ status: 401 });
  });

  it('is verified with a new key as soon as there is one, and no longer with one that was withdrawn', async () => {
    const before = await other.sign(theirs({ exp: seconds(3600) }));
    await other.newKey('second');
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5_001);
    expect(await refusalOf(await other.sign(theirs(), { kid: 'second' }))).toBe('taken for reseller-admin');
    other.published = ['second'];
    later.mockReturnValue(Date.now() + 11 * 60_000);
    expect(await refusalOf(before)).toBe('401 invalid_token');
    later.mockRestore();
  });

  it('makes nobody ask for the keys again and again by inventing names of keys', async () => {
    const fetched = other.fetches;
    for (let i = 0; i < 20; i++) await refusalOf(await other.sign(theirs(), { kid: `invented-${i}` }));
    expect(other.fetches - fetched).toBeLessThanOrEqual(1);
  });

  it('is neither good nor bad while its issuer does not answer, and good when it does again', async () => {
    other.answers = false;
    verifier = new TokenVerifier({ issuer: own.url, jwksUrl: `${own.url}/jwks`, other: settings });
    const token = await other.sign(theirs(), { kid: 'second' });
    expect(await refusalOf(token)).toBe('503 issuer_unavailable');
    expect(await refusalOf(await own.sign(good()))).toBe('taken for administrator');
    other.answers = true;
    expect(await refusalOf(token)).toBe('taken for reseller-admin');
  });
});

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function tampered(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return `${header}.${encoded({ ...claims, rf_role: 'administrator' })}.${signature}`;
}
