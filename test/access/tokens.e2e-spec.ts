// Real: every service in this process, the issuer's own tokens and signing key; forgeries are signed with jose.
import { Sealed } from '@ringfleet/secrets';
import { decodeJwt, exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { Client } from 'pg';
import { type AccessWorld, openWorld } from './support/inside.js';
import { API_ROUTES, type ApiRoute } from './support/routes.js';

const NOBODYS = '019aa5a0-0000-7000-8000-000000000002';
const PROTECTED = API_ROUTES.filter(({ needsToken }) => needsToken);

let world: AccessWorld;
let claims: JWTPayload;
let issuersKey: JWK & { readonly kid: string };

beforeAll(async () => {
  world = await openWorld();
  claims = decodeJwt(await world.administratorToken());
  issuersKey = await signingKey();
});

afterAll(() => world.close());

/** The key that the issuer signs with just now. */
async function signingKey(): Promise<JWK & { readonly kid: string }> {
  const client = new Client({ connectionString: world.databases.get('directory')?.appUrl });
  await client.connect();
  try {
    await client.query(`select set_config('rf.scope', 'system', false)`);
    const { rows } = await client.query<{ id: string; private_key: Buffer }>('select id, private_key from signing_keys order by created_at limit 1');
    const [row] = rows;
    if (!row) throw new Error('The issuer has no key.');
    const jwk = JSON.parse(Sealed.fromStored(row.private_key).open(world.sealer, `signing-key:${row.id}`)) as JWK;
    return { ...jwk, kid: row.id };
  } finally {
    await client.end();
  }
}

async function signed(payload: JWTPayload, key: JWK = issuersKey): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: issuersKey.kid, typ: 'at+jwt' }).sign(await importJWK(key, 'ES256'));
}

const ask = ({ method, path }: ApiRoute, token: string | undefined): Promise<Response> =>
  fetch(`${world.url}${path.replaceAll(/\{\w+\}/g, NOBODYS)}`, { method, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

const anHourAgo = (): number => Math.floor(Date.now() / 1000) - 3_600;
const strangersKey = async (): Promise<JWK> => exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
const publicPart = ({ kty = '', crv = '', x = '', y = '' }: JWK): object => ({ kty, crv, x, y });

const FORGERIES: Readonly<Record<string, () => Promise<string>>> = {
  'that has expired': () => signed({ ...claims, exp: anHourAgo() }),
  'that never expires': () => signed({ ...claims, exp: undefined }),
  'of another issuer': () => signed({ ...claims, iss: 'https://elsewhere.example' }),
  'for another audience': () => signed({ ...claims, aud: 'somebody-else' }),
  'of nobody': () => signed({ ...claims, sub: '' }),
  'signed with a wrong key': async () => signed(claims, await strangersKey()),
  'without a signature (alg none)': async () => new UnsecuredJWT(claims).encode(),
  'signed with the public key as a secret (HS256)': () =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: issuersKey.kid }).sign(Buffer.from(JSON.stringify(publicPart(issuersKey)))),
  'whose claims were changed afterwards': async () => {
    const [head = '', , signature = ''] = (await signed(claims)).split('.');
    return [head, Buffer.from(JSON.stringify({ ...claims, rf_role: 'operator' })).toString('base64url'), signature].join('.');
  },
  'that is no token': () => Promise.resolve('not-a-token'),
};

describe('every route of every service', () => {
  it('is asked: five services have routes that need a token', () => {
    expect([...new Set(PROTECTED.map(({ service }) => service))].toSorted()).toEqual([...world.databases.keys()].toSorted());
    expect(PROTECTED.length).toBeGreaterThan(60);
  });

  it('takes a token that is signed as the issuer signs, so that the forgeries below fail for what is wrong with them', async () => {
    const token = await signed(claims);
    const lists = PROTECTED.filter(({ method, path }) => method === 'GET' && !path.includes('{') && !path.endsWith('/stream'));
    const statuses = await Promise.all(lists.map(async (route) => [route.path, (await ask(route, token)).status] as const));
    expect(statuses.filter(([, status]) => status === 401)).toEqual([]);
    expect(statuses.filter(([, status]) => status === 200).length).toBeGreaterThan(10);
  });

  it('refuses who sends no token (DIR-10)', async () => {
    for (const route of PROTECTED) expect([route, await refusal(await ask(route, undefined))]).toEqual([route, '401 token_required Bearer']);
  });

  it.each(Object.entries(FORGERIES))('refuses a token %s (DIR-10)', async (_, forge) => {
    const token = await forge();
    for (const route of PROTECTED) expect([route, await refusal(await ask(route, token))]).toEqual([route, '401 invalid_token Bearer']);
  });

  it('refuses a token that says another role than directory does (DIR-10)', async () => {
    await world.settled();
    const token = await signed({ ...claims, rf_role: 'operator' });
    for (const route of PROTECTED) expect([route, await refusal(await ask(route, token))]).toEqual([route, '401 token_outdated Bearer']);
  });

  it('refuses the token of a key that was revoked (DIR-10)', async () => {
    const { clientId } = await world.administrator.post<{ readonly clientId: string }>('/api/v1/service-keys', { name: 'Leaked', role: 'operator' });
    const token = await signed({ ...claims, sub: clientId, rf_role: 'operator' });
    await world.administrator.request(`/api/v1/service-keys/${clientId}`, { method: 'DELETE', headers: { 'if-match': '*' } });
    await world.settled();
    for (const route of PROTECTED) expect([route, await refusal(await ask(route, token))]).toEqual([route, '401 revoked Bearer']);
  });
});

async function refusal(response: Response): Promise<string> {
  const { code } = (await response.json()) as { readonly code: string };
  return `${response.status} ${code} ${response.headers.get('www-authenticate')}`;
}
