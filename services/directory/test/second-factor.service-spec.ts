// Real: the service with its own token issuer over HTTP, PostgreSQL, codes by the library that telephones' programs agree with (RFC 6238). The clock is held.
import { demoCredentials, directory } from '@ringfleet/directory';
import { namedId } from '@ringfleet/kernel';
import { startTestService, type TestAnswer, type TestService } from '@ringfleet/testing/service-harness';
import { Secret, TOTP, URI } from 'otpauth';
import { codeOf, type Shown, SignInBrowser } from '@ringfleet/testing/sign-in-browser';

interface Link {
  readonly url: string;
  readonly expiresAt: string;
}

const MINUTE = 60_000;
let now = new Date();
let service: TestService;
let clientId = '';
let clientSecret = '';
const passwords = new Map<string, string>();

const browser = (): SignInBrowser => new SignInBrowser(service.url);
const later = (ms: number): void => void (now = new Date(now.getTime() + ms));
const codeAt = (secret: string, at = now): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

const tokenOf = async (name: string): Promise<string> => (await browser().tokensFor(name, passwords.get(name) ?? '')).access_token;

const ask = <Body>(as: string, method: string, path: string, body?: object): Promise<TestAnswer<Body>> =>
  service.request<Body>(`/api/v1/${path}`, { method, as, ...(body && { body }) });

async function asAdministrator(): Promise<string> {
  const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret });
  return (await service.request<{ access_token: string }>('/oauth/token', { method: 'POST', body: form, as: null })).body.access_token;
}

/** Of the demo data. */
const idOf = (name: string): string => namedId(`user/${name}`);

async function enrol(name: string): Promise<{ readonly secret: string; readonly recoveryCodes: readonly string[] }> {
  const as = await tokenOf(name);
  const { body } = await ask<{ secret: string; uri: string }>(as, 'POST', 'me/second-factor', { currentPassword: passwords.get(name) });
  expect(URI.parse(body.uri)).toMatchObject({ issuer: 'Ringfleet', label: name, digits: 6, period: 30 });
  const confirmed = await ask<{ recoveryCodes: string[] }>(as, 'POST', 'me/second-factor/confirm', { code: codeAt(body.secret) });
  later(MINUTE);
  return { secret: body.secret, recoveryCodes: confirmed.body.recoveryCodes };
}

async function upToCode(signingIn: SignInBrowser, name: string): Promise<Shown> {
  const page = await signingIn.submit(await signingIn.start(), { name, password: passwords.get(name) ?? '' });
  expect(page.text).toContain('Enter your code');
  return page;
}

beforeAll(async () => {
  service = await startTestService(directory, { ownIssuer: true, demo: true, clock: () => now, logLevel: 'fatal' });
  const told = await demoCredentials(service.running().app);
  ({ clientId, clientSecret } = told ?? { clientId: '', clientSecret: '' });
  for (const { name, password } of told?.users ?? []) passwords.set(name, password);
});

afterAll(() => service.stop());

beforeEach(() => later(2 * MINUTE));

describe('a second factor', () => {
  let secret = '';
  let recoveryCodes: readonly string[] = [];

  it('is asked for once it is confirmed, by a code that serves once (DIR-10)', async () => {
    ({ secret, recoveryCodes } = await enrol('north-admin'));
    expect(new Set(recoveryCodes).size).toBe(10);
    const signingIn = browser();
    const page = await upToCode(signingIn, 'north-admin');
    const code = codeAt(secret);
    expect(codeOf(await signingIn.submit(page, { code }))).toBeTruthy();
    const again = browser();
    const refused = await again.submit(await upToCode(again, 'north-admin'), { code });
    expect([refused.status, refused.text.includes('A code serves once.')]).toEqual([401, true]);
  });

  it('is not passed over by going on without it', async () => {
    const signingIn = browser();
    const page = await upToCode(signingIn, 'north-admin');
    const uid = /sign-in\/([\w-]+)/.exec(page.url)?.[1] ?? '';
    const shown = await signingIn.open(`/oauth/auth/${uid}`);
    expect(shown.url).not.toContain('code=');
    expect(shown.text).toContain('name="password"');
  });

  it('is replaced by a recovery code, each once, however it is typed', async () => {
    const [first = ''] = recoveryCodes;
    const signingIn = browser();
    expect(codeOf(await signingIn.submit(await upToCode(signingIn, 'north-admin'), { code: first.toUpperCase().replaceAll('-', ' ') }))).toBeTruthy();
    const again = browser();
    expect((await again.submit(await upToCode(again, 'north-admin'), { code: first })).status).toBe(401);
  });

  it('is not guessed: five tries a minute, twenty an hour (DIR-10)', async () => {
    const statuses: number[] = [];
    for (let minute = 0; minute < 5; minute++) {
      const guessing = browser();
      let page = await upToCode(guessing, 'north-admin');
      for (let i = 0; i < 6; i++) statuses.push((page = await guessing.submit(page, { code: '000000' })).status);
      later(MINUTE);
    }
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(20);
    const right = browser();
    expect((await right.submit(await upToCode(right, 'north-admin'), { code: codeAt(secret) })).status).toBe(429);
    later(60 * MINUTE);
    expect(codeOf(await right.submit(await upToCode(right, 'north-admin'), { code: codeAt(secret) }))).toBeTruthy();
  });

  it('is enrolled and removed with the password alone, and removed by those above for who has lost it', async () => {
    const id = idOf('harbour-admin');
    const as = await tokenOf('harbour-admin');
    const wrong = await ask<{ code: string }>(as, 'POST', 'me/second-factor', { currentPassword: 'wrong' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'wrong_password']);
    await enrol('harbour-admin');
    expect((await ask(as, 'GET', 'me/second-factor')).body).toEqual({ state: 'confirmed', recoveryCodesLeft: 10 });
    expect((await ask(await asAdministrator(), 'DELETE', `users/${id}/second-factor`)).status).toBe(204);
    expect(await tokenOf('harbour-admin')).toBeTruthy();
    await enrol('harbour-admin');
    expect((await ask(as, 'POST', 'me/second-factor/remove', { currentPassword: passwords.get('harbour-admin') })).status).toBe(204);
    expect(await tokenOf('harbour-admin')).toBeTruthy();
  });
});

describe('a password', () => {
  it('is set by a link that serves once, for three days, and replaces one that is forgotten', async () => {
    const id = idOf('canistracci-admin');
    const { refresh_token: before } = await browser().tokensFor('canistracci-admin', passwords.get('canistracci-admin') ?? '');
    const linked = await ask<Link>(await asAdministrator(), 'POST', `users/${id}/password-link`);
    expect(linked.status).toBe(201);
    const { pathname, search } = new URL(linked.body.url);
    const page = await browser().open(pathname + search);
    expect(page.text).toContain('value="canistracci-admin"');
    for (const password of ['short', 'aaaaaaaaaaaaaaaa']) expect((await browser().submit(page, { password, repeated: password })).status).toBe(422);
    const password = 'Correct horse battery';
    expect((await browser().submit(page, { password, repeated: 'another' })).text).toContain('not the same');
    expect((await browser().submit(page, { password, repeated: password })).text).toContain('Your password is set');
    expect((await browser().submit(page, { password, repeated: password })).status).toBe(410);
    passwords.set('canistracci-admin', password);
    expect(await tokenOf('canistracci-admin')).toBeTruthy();
    expect((await browser().refresh(before)).body.error).toBe('invalid_grant');
    const told = await demoCredentials(service.running().app);
    expect(told?.users.map(({ name }) => name)).not.toContain('canistracci-admin');
    const late = await ask<Link>(await asAdministrator(), 'POST', `users/${id}/password-link`);
    later(73 * 60 * MINUTE);
    expect((await browser().open(new URL(late.body.url).pathname + new URL(late.body.url).search)).status).toBe(410);
  });

  it('is changed by who knows the old one, which ends every sign-in so far', async () => {
    const as = await tokenOf('admin');
    const { refresh_token: before } = await browser().tokensFor('admin', passwords.get('admin') ?? '');
    const change = (currentPassword: string, newPassword: string): Promise<TestAnswer<{ code: string }>> =>
      ask(as, 'PUT', 'me/password', { currentPassword, newPassword });
    expect((await change('wrong', 'Correct horse battery')).body.code).toBe('wrong_password');
    expect((await change(passwords.get('admin') ?? '', 'short')).body.code).toBe('password_too_weak');
    expect((await change(passwords.get('admin') ?? '', 'Correct horse battery')).status).toBe(204);
    expect((await browser().refresh(before)).body.error).toBe('invalid_grant');
    passwords.set('admin', 'Correct horse battery');
    expect(await tokenOf('admin')).toBeTruthy();
  });

  it('is nothing that a service key has', async () => {
    const as = await asAdministrator();
    const answer = await ask<{ code: string }>(as, 'PUT', 'me/password', { currentPassword: 'x', newPassword: 'Correct horse battery' });
    expect([answer.status, answer.body.code]).toEqual([409, 'no_sign_in_here']);
  });

  it('is given a link only by those above, who learn of nobody else (DIR-02a, DIR-03)', async () => {
    const [admin, north, canistracci] = [idOf('admin'), idOf('north-admin'), idOf('canistracci-admin')];
    const harbour = await tokenOf('harbour-admin');
    const link = (as: string, id: string): Promise<TestAnswer<unknown>> => ask(as, 'POST', `users/${id}/password-link`);
    const unknown = await link(harbour, '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f');
    for (const id of [admin, north, canistracci]) expect(await link(harbour, id)).toMatchObject({ status: 404, body: unknown.body });
    expect((await link(harbour, idOf('harbour-admin'))).status).toBe(403);
    expect((await link(await tokenOf('canistracci-admin'), admin)).status).toBe(404);
  });
});
