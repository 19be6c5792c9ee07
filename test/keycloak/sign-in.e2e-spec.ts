// Real: Keycloak over https, Chromium, the console and the program as built. Who is who, and what they may do, is Keycloak's word.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@ringfleet/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { execFileSync } from 'node:child_process';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { Api } from '../support/api.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import type { Named } from '../support/views.js';
import { Keycloak } from './support/keycloak.js';

const ANN = { name: 'ann', password: 'A long enough password', role: 'rf-reseller' };
const CLAIMS = { name: 'preferred_username', role: 'realm_access.roles', roles: { 'rf-admin': 'administrator', 'rf-reseller': 'reseller-admin' } };

let keycloak: Keycloak;
let ringfleet: RingfleetProcess;
let browser: Browser;
let url = '';
let north = '';
let harbour = '';

beforeAll(async () => {
  keycloak = await Keycloak.start();
  const port = await freePort();
  const env = {
    RINGFLEET_PORT: String(port),
    RINGFLEET_OIDC_ISSUER: keycloak.issuer,
    RINGFLEET_OIDC_CLAIMS: JSON.stringify(CLAIMS),
    NODE_EXTRA_CA_CERTS: keycloak.certificate,
  };
  ringfleet = await RingfleetProcess.start({ env });
  const { credentials } = ringfleet;
  ({ url } = credentials);
  const resellers = await (await Api.signIn(url, credentials)).all<Named>('/api/v1/resellers');
  const idOf = (wanted: string): string => resellers.find(({ name }) => name === wanted)?.id ?? '';
  [north, harbour] = [idOf('North Telecom'), idOf('Harbour Voice')];
  await keycloak.makeRealm(url, Object.keys(CLAIMS.roles));
  await keycloak.addPerson({ ...ANN, attributes: { rf_reseller: north } });
  const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
});

afterAll(async () => {
  await browser.close();
  await ringfleet.remove();
  await keycloak.stop();
});

/** The token that the console calls the API with, as it loads a page. */
async function tokenOf(page: Page, go: () => Promise<unknown>): Promise<string> {
  const [asked] = await Promise.all([page.waitForRequest((request) => request.url().endsWith('/api/v1/me') && 'authorization' in request.headers()), go()]);
  return (asked.headers()['authorization'] ?? '').replace('Bearer ', '');
}

const newBrowser = (): Promise<BrowserContext> => browser.newContext({ baseURL: url, locale: 'en-GB', ignoreHTTPSErrors: true });

/** Opens the console as nobody, and signs in where that leads. */
async function signIn(context: BrowserContext): Promise<{ readonly page: Page; readonly token: string }> {
  const page = await context.newPage();
  await page.goto('/devices');
  await page.locator('#username').fill(ANN.name);
  await page.locator('#password').fill(ANN.password);
  const token = await tokenOf(page, () => page.keyboard.press('Enter'));
  await page.locator('#main h1').waitFor();
  return { page, token };
}

const whose = (page: Page): Promise<string> =>
  page
    .getByRole('button', { name: ANN.name })
    .click()
    .then(() => page.getByRole('menu').innerText());

describe('people of a Keycloak', () => {
  it('sign in to the console there, and are what its roles and attributes say (DIR-02, DIR-10)', async () => {
    const { page, token } = await signIn(await newBrowser());
    expect(decodeJwt(token)).toMatchObject({ iss: keycloak.issuer, preferred_username: ANN.name, rf_reseller: north });
    expect(await whose(page)).toContain('North Telecom');
    const resellers = await Api.withToken(url, token).all<Named>('/api/v1/resellers');
    expect(resellers.map(({ name }) => name)).toEqual(['North Telecom']);
  });

  it('are taken with a new signing key as soon as Keycloak signs with it (DIR-10)', async () => {
    const before = await signIn(await newBrowser());
    await keycloak.rotateKey();
    const after = await signIn(await newBrowser());
    expect(decodeProtectedHeader(after.token).kid).not.toBe(decodeProtectedHeader(before.token).kid);
    for (const { token } of [before, after]) expect((await Api.withToken(url, token).request('/api/v1/devices')).status).toBe(200);
  });

  it("see what their new reseller's people see from their next token on, and their old token serves nowhere (DIR-03)", async () => {
    const context = await newBrowser();
    const { page, token: old } = await signIn(context);
    await keycloak.move(ANN.name, { rf_reseller: harbour });
    await page.evaluate('sessionStorage.removeItem("ringfleet.tokens")');
    const token = await tokenOf(page, () => page.reload());
    await page.locator('#main h1').waitFor();
    expect(await whose(page)).toContain('Harbour Voice');
    expect(decodeJwt(token)).toMatchObject({ rf_reseller: harbour });
    for (const path of ['me', 'customers', 'devices', 'exports', 'profiles']) {
      const { status, body } = await Api.withToken(url, old).request<{ code: string }>(`/api/v1/${path}`);
      expect([path, status, body.code]).toEqual([path, 401, 'token_outdated']);
      expect((await Api.withToken(url, token).request(`/api/v1/${path}`)).status).toBe(200);
    }
    await keycloak.move(ANN.name, { rf_reseller: north });
  });

  it('are signed out of Keycloak too, and asked for their password again (DIR-10)', async () => {
    const { page } = await signIn(await newBrowser());
    const others = await keycloak.sessionsOf(ANN.name);
    await page.getByRole('button', { name: ANN.name }).click();
    await page.getByRole('menuitem').last().click();
    await page.locator('#username').waitFor();
    expect(await keycloak.sessionsOf(ANN.name)).toBe(others - 1);
  });
});
