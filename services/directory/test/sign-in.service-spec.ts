// Real: the service with its own token issuer over HTTP, PostgreSQL. The clock is held, so that a minute passes at once.
import { demoCredentials, type DemoCredentials, directory, replaceSigningKeys } from '@ringfleet/directory';
import { startTestService, type TestAnswer, type TestService } from '@ringfleet/testing/service-harness';
import { jest } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';

interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly error?: string;
}
interface Me {
  readonly name: string;
  readonly role: string;
  readonly reseller: { readonly name: string } | null;
}
interface Key {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

let now = new Date('2026-03-02T08:00:00Z');
let service: TestService;
let first: DemoCredentials;
const said: unknown[][] = [];

const askToken = (form: Record<string, string>, headers = {}): Promise<TestAnswer<TokenAnswer>> =>
  service.request<TokenAnswer>('/oauth/token', { method: 'POST', body: new URLSearchParams(form), headers, as: null });

const tokenOf = async (clientId: string, clientSecret: string): Promise<string> => {
  const { body } = await askToken({ client_id: clientId, client_secret: clientSecret });
  return body.access_token;
};

async function credentials(): Promise<DemoCredentials> {
  const told = await demoCredentials(service.running().app);
  if (!told) throw new Error('There is no first key.');
  return told;
}

beforeAll(async () => {
  for (const way of ['info', 'log', 'warn', 'error'] as const) jest.spyOn(console, way).mockImplementation((...words) => void said.push(words));
  service = await startTestService(directory, { ownIssuer: true, demo: true, clock: () => now, logLevel: 'fatal' });
  first = await credentials();
});

afterAll(() => service.stop());

beforeEach(() => {
  now = new Date(now.getTime() + 3_600_000);
});

describe('a token', () => {
  it('is given for client id and secret in the form, and nothing else (DIR-10)', async () => {
    const { status, body, headers } = await askToken({ client_id: first.clientId, client_secret: first.clientSecret });
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(decodeJwt(body.access_token)).toMatchObject({
      iss: `${service.url}/oauth`,
      aud: 'ringfleet',
      sub: first.clientId,
      rf_name: 'First key',
      rf_role: 'administrator',
    });
    expect((await service.request<Me>('/api/v1/me', { as: body.access_token })).body).toMatchObject({ role: 'administrator' });
  });

  it('is given with Basic authentication too, a grant type being welcome', async () => {
    const [north] = first.resellers.filter(({ name }) => name === 'North Telecom');
    const basic = Buffer.from(`${north?.clientId}:${north?.clientSecret}`).toString('base64');
    const { body } = await askToken({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` });
    expect((await service.request<Me>('/api/v1/me', { as: body.access_token })).body).toMatchObject({
      role: 'reseller-admin',
      reseller: { name: 'North Telecom' },
    });
    const bare = await service.request<TokenAnswer>('/oauth/token', { method: 'POST', headers: { authorization: `Basic ${basic}` }, as: null });
    expect(bare.status).toBe(200);
  });

  it('is given for nothing but client credentials', async () => {
    const { status, body } = await askToken({ client_id: first.clientId, client_secret: first.clientSecret, grant_type: 'password' });
    expect([status, body.error]).toEqual([400, 'unsupported_grant_type']);
    expect((await askToken({ client_id: 'x'.repeat(20_000) })).status).toBe(413);
  });

  it('stays valid over a restart: the signing key is kept', async () => {
    const token = await tokenOf(first.clientId, first.clientSecret);
    await service.restart();
    expect((await service.request('/api/v1/me', { as: token })).status).toBe(200);
    expect(await credentials()).toEqual(first);
  });
});

describe('a service key', () => {
  const make = async (body: object): Promise<Key> =>
    (await service.request<Key>('/api/v1/service-keys', { method: 'POST', body, as: await tokenOf(first.clientId, first.clientSecret) })).body;

  it('gives no token once it is revoked (DIR-10)', async () => {
    const key = await make({ name: 'Billing', role: 'operator' });
    const token = await tokenOf(key.clientId, key.clientSecret);
    expect((await service.request<Me>('/api/v1/me', { as: token })).body).toMatchObject({ name: 'Billing', role: 'operator' });
    const admin = await tokenOf(first.clientId, first.clientSecret);
    expect((await service.request(`/api/v1/service-keys/${key.id}`, { method: 'DELETE', headers: { 'if-match': '*' }, as: admin })).status).toBe(204);
    expect((await askToken({ client_id: key.clientId, client_secret: key.clientSecret })).body.error).toBe('invalid_client');
  });

  it('is shown with its secret once, and stored as a hash', async () => {
    const key = await make({ name: 'Once', role: 'operator' });
    const { body } = await service.request<{ items: object[] }>('/api/v1/service-keys?q=once', { as: await tokenOf(first.clientId, first.clientSecret) });
    expect(body.items).toMatchObject([{ id: key.id, name: 'Once', role: 'operator', revokedAt: null }]);
    expect(JSON.stringify(body)).not.toMatch(/secret/i);
  });

  it('of a reseller is made for its own customers alone (DIR-03)', async () => {
    const [harbour] = first.resellers;
    const as = await tokenOf(harbour?.clientId ?? '', harbour?.clientSecret ?? '');
    const { body: list } = await service.request<{ items: { id: string; name: string }[] }>('/api/v1/customers', { as });
    expect(list.items.map(({ name }) => name)).toEqual(['Alpine Dental', 'Quay Hotel']);
    const key = await service.request<Key>('/api/v1/service-keys', {
      method: 'POST',
      body: { name: 'Hotel', role: 'customer-admin', customerId: list.items[1]?.id },
      as,
    });
    expect(await service.request('/api/v1/me', { as: await tokenOf(key.body.clientId, key.body.clientSecret) })).toMatchObject({
      body: { role: 'customer-admin', reseller: { name: 'Harbour Voice' }, customer: { name: 'Quay Hotel' } },
    });
    expect((await service.request('/api/v1/service-keys', { method: 'POST', body: { name: 'All', role: 'administrator' }, as })).status).toBe(403);
  });
});

describe('a failed sign-in', () => {
  const UNKNOWN = '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f';

  it('is answered alike for an unknown key and a wrong secret (DIR-10)', async () => {
    const wrong = await askToken({ client_id: first.clientId, client_secret: 'wrong' });
    for (const id of [UNKNOWN, 'nobody']) {
      const unknown = await askToken({ client_id: id, client_secret: 'wrong' });
      expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
    }
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('slows down after five in a minute, the right secret too (DIR-10)', async () => {
    for (let i = 0; i < 5; i++) expect((await askToken({ client_id: UNKNOWN, client_secret: 'wrong' })).status).toBe(401);
    now = new Date(now.getTime() + 20_000);
    const refused = await askToken({ client_id: first.clientId, client_secret: first.clientSecret });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
    now = new Date(now.getTime() + 40_000);
    expect((await askToken({ client_id: first.clientId, client_secret: first.clientSecret })).status).toBe(200);
  });
});

describe('the issuer', () => {
  it('is found by its metadata', async () => {
    const openid = await service.request<object>('/oauth/.well-known/openid-configuration', { as: null });
    expect(openid.body).toMatchObject({ issuer: `${service.url}/oauth`, jwks_uri: `${service.url}/oauth/jwks`, token_endpoint: `${service.url}/oauth/token` });
    expect((await service.request<object>('/.well-known/oauth-authorization-server/oauth', { as: null })).body).toMatchObject({
      issuer: `${service.url}/oauth`,
    });
    expect((await service.request('/oauth/nowhere', { as: null })).status).toBe(404);
  });

  it('shows the public part of its keys alone', async () => {
    const { body } = await service.request<{ keys: object[] }>('/oauth/jwks', { as: null });
    expect(body.keys).toMatchObject([{ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' }]);
    expect(body.keys[0]).not.toHaveProperty('d');
  });

  it('says nothing on the console', () => {
    expect(said).toEqual([]);
  });
});

describe('signing keys that leaked (DIR-10)', () => {
  it('are replaced: what they signed is void, and new tokens are taken', async () => {
    const before = await tokenOf(first.clientId, first.clientSecret);
    expect(await replaceSigningKeys(service.running().app)).toEqual({ replaced: true });
    now = new Date(now.getTime() + 61_000); // by then every instance has looked at the keys
    const passed = Date.now;
    const later = jest.spyOn(Date, 'now').mockImplementation(() => passed() + 61_000); // who verifies asks for keys every 5 s at most
    const after = await tokenOf(first.clientId, first.clientSecret);
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
    expect((await service.request<Me>('/api/v1/me', { as: after })).status).toBe(200);
    expect((await service.request<Me>('/api/v1/me', { as: before })).status).toBe(401);
    const { body } = await service.request<{ items: { kind: string }[] }>('/api/v1/audit?kind=signing-keys-replaced', { as: after });
    expect(body.items).toHaveLength(1);
    later.mockRestore();
  });
});
