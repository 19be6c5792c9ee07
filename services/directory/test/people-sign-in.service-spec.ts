// Real: the service with its own token issuer over HTTP, PostgreSQL, two instances on one database; a browser's part is played step by step. The clock is held.
import { demoCredentials, directory } from '@ringfleet/directory';
import { startService } from '@ringfleet/service-kit';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { jest } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { codeOf, SignInBrowser } from '@ringfleet/testing/sign-in-browser';

interface Me {
  readonly name: string;
  readonly role: string;
}

const MINUTE = 60_000;
let now = new Date();
let service: TestService;
const passwords = new Map<string, string>();
const said: unknown[][] = [];

const passwordOf = (name: string): string => passwords.get(name) ?? '';
const browser = (): SignInBrowser => new SignInBrowser(service.url);
const later = (ms: number): void => void (now = new Date(now.getTime() + ms));

/** As the owner of the tables, who sees every row. */
async function sql<Row>(text: string): Promise<Row[]> {
  const client = new Client({ connectionString: service.database.ownerUrl });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows as Row[];
}

beforeAll(async () => {
  for (const way of ['info', 'log', 'warn', 'error'] as const) jest.spyOn(console, way).mockImplementation((...words) => void said.push(words));
  service = await startTestService(directory, { ownIssuer: true, demo: true, clock: () => now, logLevel: 'fatal' });
  const told = await demoCredentials(service.running().app);
  for (const { name, password } of told?.users ?? []) passwords.set(name, password);
});

afterAll(() => service.stop());

beforeEach(() => later(2 * MINUTE));

describe('a person', () => {
  it('signs in with name and password, and gets tokens with role and scope for ten minutes (DIR-10)', async () => {
    const page = await browser().start();
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(page.text).toContain('<label for="password">Password</label>');
    const tokens = await browser().tokensFor('North-Admin ', passwordOf('north-admin'));
    expect(tokens.expires_in).toBe(600);
    expect(decodeJwt(tokens.access_token)).toMatchObject({ iss: `${service.url}/oauth`, aud: 'ringfleet', rf_name: 'north-admin', rf_role: 'reseller-admin' });
    const { body } = await service.request<Me>('/api/v1/me', { as: tokens.access_token });
    expect(body).toMatchObject({ name: 'north-admin', role: 'reseller-admin', reseller: { name: 'North Telecom' } });
  });

  it('is not asked again while signed in, in this browser alone', async () => {
    const known = browser();
    await known.codeFor('admin', passwordOf('admin'));
    expect(codeOf(await known.start())).toMatch(/.{20}/);
    expect((await browser().start()).text).toContain('name="password"');
  });

  it('gets one answer for an unknown name and a wrong password, which names neither', async () => {
    const first = browser();
    const wrong = await first.submit(await first.start(), { name: 'admin', password: 'wrong' });
    const second = browser();
    const unknown = await second.submit(await second.start(), { name: 'nobody', password: 'wrong' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.text).toContain('User name or password is not right.');
    const bare = (text: string): string => text.replaceAll(/sign-in\/[\w-]+|value="\w+"/g, '');
    expect(bare(unknown.text)).toBe(bare(wrong.text));
  });

  it('is slowed after five failures by name, the right password too, however many are sent at once (DIR-10)', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const guessing = browser();
        return guessing.submit(await guessing.start(), { name: 'harbour-admin', password: 'wrong' });
      }),
    );
    const answered = (status: number): number => attempts.filter((attempt) => attempt.status === status).length;
    expect([answered(401), answered(429)]).toEqual([5, 7]);
    const right = browser();
    const refused = await right.submit(await right.start(), { name: 'harbour-admin', password: passwordOf('harbour-admin') });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await browser().codeFor('canistracci-admin', passwordOf('canistracci-admin'))).toBeTruthy();
    later(MINUTE);
    expect(await browser().codeFor('harbour-admin', passwordOf('harbour-admin'))).toBeTruthy();
  });

  it('reads what was typed as text, never as HTML', async () => {
    const typing = browser();
    const page = await typing.submit(await typing.start(), { name: '"><script>alert(1)</script>', password: 'x' });
    expect(page.text).not.toContain('<script');
    expect(page.text).toContain('&quot;&gt;&lt;script&gt;');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
  });
});

describe('the code', () => {
  it('is given to the console with PKCE alone', async () => {
    const refused: Record<string, string>[] = [{ code_challenge: '' }, { code_challenge_method: 'plain' }, { response_type: 'token' }];
    for (const changes of refused) {
      const { url } = await browser().start(changes);
      expect(new URL(url).searchParams.get('error') ?? new URLSearchParams(new URL(url).hash.slice(1)).get('error')).toMatch(
        /^(invalid_request|unsupported_response_type)$/,
      );
    }
    const elsewhere = await browser().start({ redirect_uri: 'https://evil.example.com/' });
    expect([elsewhere.status, elsewhere.text.includes('did not work')]).toEqual([400, true]);
  });

  it('serves once, and only whoever asked for it', async () => {
    const asking = browser();
    const stolen = await asking.codeFor('admin', passwordOf('admin'));
    expect((await browser().redeem(stolen)).body.error).toBe('invalid_grant');
    const code = codeOf(await asking.start());
    const [first, second] = await Promise.all([asking.redeem(code), asking.redeem(code)]);
    expect(first.status + second.status).toBe(200 + 400);
  });
});

describe('a refresh token', () => {
  it('gives new tokens once, and is worth nothing with all that came of it when it comes twice', async () => {
    const signedIn = browser();
    const { refresh_token: first } = await signedIn.tokensFor('admin', passwordOf('admin'));
    const { status, body } = await signedIn.refresh(first);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(first);
    expect((await service.request<Me>('/api/v1/me', { as: body.access_token })).body.name).toBe('admin');
    expect((await signedIn.refresh(first)).body.error).toBe('invalid_grant');
    expect((await signedIn.refresh(body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('is revoked by who holds it', async () => {
    const signedIn = browser();
    const { refresh_token: token } = await signedIn.tokensFor('admin', passwordOf('admin'));
    expect(await signedIn.revoke(token)).toBe(200);
    expect((await signedIn.refresh(token)).body.error).toBe('invalid_grant');
  });

  it('ends with the sign-out, after which the password is asked for', async () => {
    const signedIn = browser();
    const { id_token: hint, refresh_token: token } = await signedIn.tokensFor('admin', passwordOf('admin'));
    const asked = await signedIn.open(
      `/oauth/session/end?${new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: `${service.url}/`, state: 'bye' }).toString()}`,
    );
    expect(asked.text).toContain('Sign out of Ringfleet?');
    const out = await signedIn.submit(asked, { logout: 'yes' });
    expect(out.url).toBe(`${service.url}/?state=bye`);
    expect((await signedIn.refresh(token)).body.error).toBe('invalid_grant');
    expect((await signedIn.start()).text).toContain('name="password"');
  });

  it('ends with the user', async () => {
    const signedIn = browser();
    const { refresh_token: token } = await signedIn.tokensFor('canistracci-admin', passwordOf('canistracci-admin'));
    await sql(`delete from users where name = 'canistracci-admin'`);
    expect((await signedIn.refresh(token)).body.error).toBe('invalid_grant');
  });
});

describe('the audit', () => {
  it('tells those above who signed in, who failed to, and which key was used, from where', async () => {
    const told = await demoCredentials(service.running().app);
    const key = told?.resellers.find(({ name }) => name === 'North Telecom');
    const form = new URLSearchParams({ client_id: key?.clientId ?? '', client_secret: key?.clientSecret ?? '' });
    for (let i = 0; i < 3; i++) await service.request('/oauth/token', { method: 'POST', body: form, as: null });
    const failing = browser();
    await failing.submit(await failing.start(), { name: 'north-admin', password: 'wrong' });
    const { access_token: as } = await browser().tokensFor('north-admin', passwordOf('north-admin'));
    const { body } = await service.request<{ items: { kind: string; subject: { name: string }; address: string }[] }>('/api/v1/audit?limit=3', { as });
    expect(body.items).toMatchObject([
      { kind: 'signed-in', subject: { kind: 'user', name: 'north-admin' }, address: '127.0.0.1' },
      { kind: 'sign-in-failed', actor: null, subject: { name: 'north-admin' } },
      { kind: 'key-used', subject: { kind: 'service-key', name: 'North Telecom' } },
    ]);
    const harbour = (await browser().tokensFor('harbour-admin', passwordOf('harbour-admin'))).access_token;
    const others = await service.request<{ items: { subject: { name: string } }[] }>('/api/v1/audit', { as: harbour });
    expect(new Set(others.body.items.map(({ subject }) => subject.name))).toEqual(new Set(['harbour-admin']));
  });
});

describe('the issuer', () => {
  it('keeps nothing that a client holds in a form that serves who reads the database', async () => {
    const { refresh_token: token } = await browser().tokensFor('admin', passwordOf('admin'));
    const rows = await sql<{ all: string }>(`select (r.*)::text || encode(payload, 'escape') as all from issuer_records r`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ all }) => all.includes(token) || all.includes('admin') || all.includes('redirect_uri'))).toBe(false);
  });

  it('goes on in another instance with what one has begun', async () => {
    const other = await startService(directory, service.ports);
    const server = createServer((request, response) => other.handle(request, response)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const signedIn = browser();
    const page = await signedIn.start();
    const elsewhere = new SignInBrowser(there);
    for (const [key, cookie] of signedIn.cookies) elsewhere.cookies.set(key, cookie);
    const sent = await elsewhere.submit(page, { name: 'admin', password: 'wrong' });
    expect(sent.text).toContain('User name or password is not right.');
    const { refresh_token: token } = await browser().tokensFor('admin', passwordOf('admin'));
    expect((await elsewhere.refresh(token)).status).toBe(200);
    server.close();
    server.closeAllConnections();
    await other.stop();
  });

  it('signs with a new key every thirty days, published an hour before, and keeps the old one until its tokens are out', async () => {
    const kidsOf = async (): Promise<string[]> =>
      (await service.request<{ keys: { kid: string }[] }>('/oauth/jwks', { as: null })).body.keys.map(({ kid }) => kid);
    const signs = async (): Promise<string | undefined> => decodeProtectedHeader((await browser().tokensFor('admin', passwordOf('admin'))).access_token).kid;
    const [old = ''] = await kidsOf();
    expect(await signs()).toBe(old);
    later(30 * 24 * 60 * MINUTE);
    const both = await kidsOf();
    expect(both).toHaveLength(2);
    expect(await signs()).toBe(old);
    later(61 * MINUTE);
    const next = both.find((kid) => kid !== old);
    expect(await signs()).toBe(next);
    expect((await kidsOf()).toSorted()).toEqual(both.toSorted());
    later(25 * 60 * MINUTE);
    expect(await kidsOf()).toEqual([next]);
  });

  it('says nothing on the console', () => {
    expect(said).toEqual([]);
  });
});
