// Real: Chromium, the console as built, the program as built on a home of its own, codes by the library that telephones' programs agree with (RFC 6238).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { namedId } from '@ringfleet/kernel';
import { URI } from 'otpauth';
import type { Page } from 'playwright-core';
import { violations } from './support/accessibility.js';
import { ConsoleUnderTest } from './support/console.js';
import { scan } from './support/scan.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

const TOKENS = 'ringfleet.tokens';

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
});

afterAll(() => console.close());

const passwordOf = (user: string): string => console.ringfleet.credentials.users.find(({ name }) => name === user)?.password ?? '';
const signInAsked = (page: Page): Promise<void> => page.locator('input[type=password]').first().waitFor();
/** As the browser keeps them in this tab. */
const changeTokens = (page: Page, change: string): Promise<void> =>
  page.evaluate(`sessionStorage.setItem('${TOKENS}', JSON.stringify({ ...JSON.parse(sessionStorage.getItem('${TOKENS}')), ${change} }))`);

describe('preferences', () => {
  it('are led to from the user’s menu; language and colours change at once and stay in this browser', async () => {
    const page = await console.openAs('admin', '/devices');
    await page.getByRole('button', { name: 'admin' }).click();
    await page.getByRole('menuitem', { name: 'Preferences' }).click();
    await page.getByText('Français').click();
    await page.getByRole('heading', { level: 1, name: 'Préférences' }).waitFor();
    await page.getByText('Sombre').click();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Préférences' }).waitFor();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
  });

  it('of row style and number of results follow the user to a second browser (DIR-09, UI-05, UI-07)', async () => {
    const first = await console.openAs('north-admin', '/preferences');
    await first.getByText('Compact').click();
    const kept = first.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().endsWith('/me/preferences'));
    await first.getByLabel('Number of results').selectOption('10');
    await kept;
    const second = await console.openAs('north-admin', '/models');
    await second.locator('table[data-compact=true]').waitFor();
    await second.getByText('1–10').waitFor();
    await untilSeen(async () => (await new Table(second).column('Name')).length, 10);
  });
});

describe('the sign-in of a user', () => {
  it('gets a second factor by password and code, shows recovery codes once, and asks for a code from then on (DIR-10)', async () => {
    const page = await console.openAs('canistracci-admin', '/preferences');
    const part = page.getByRole('region', { name: 'Second factor' });
    await part.getByLabel('Current password').fill('not this one');
    await part.getByRole('button', { name: 'Set up a second factor' }).click();
    await part.getByRole('alert').waitFor();
    await part.getByLabel('Current password').fill(passwordOf('canistracci-admin'));
    await part.getByRole('button', { name: 'Set up a second factor' }).click();
    const scanned = URI.parse(await scan(part.getByRole('img', { name: 'QR code of the secret' })));
    expect(await part.locator('.rf-secret').innerText()).toBe(scanned.secret.base32);
    expect(await violations(page)).toEqual([]);
    await part.getByLabel('Code of the app').fill(scanned.generate());
    await part.getByRole('button', { name: 'Take into use' }).click();
    await part.getByText(/On\. \d+ recovery codes are left\./).waitFor();
    const codes = (await part.locator('.rf-secret').innerText()).split('\n');
    expect(codes.length).toBeGreaterThan(4);

    const other = await (await console.newBrowser()).newPage();
    await other.goto('/users');
    await signInAsked(other);
    await other.locator('input[name=name]').fill('canistracci-admin');
    await other.locator('input[type=password]').fill(passwordOf('canistracci-admin'));
    await other.keyboard.press('Enter');
    await other.locator('input[name=code]').fill(codes[0] ?? '');
    await other.keyboard.press('Enter');
    await other.getByRole('heading', { level: 1, name: 'Users' }).waitFor();

    await part.getByLabel('Current password').fill(passwordOf('canistracci-admin'));
    await part.getByRole('button', { name: 'Remove the second factor' }).click();
    await part.getByText('Off: the password alone lets you in.').waitFor();
  });

  it('changes its password: a weak one is refused at its field, a good one ends every sign-in (DIR-10)', async () => {
    const page = await console.openAs('harbour-admin', '/preferences');
    const form = page.getByRole('form', { name: 'Password' });
    await form.getByLabel('Current password').fill(passwordOf('harbour-admin'));
    await form.getByLabel('New password').fill('short');
    await form.getByRole('button', { name: 'Change password' }).click();
    await form.locator('.mantine-InputWrapper-error', { hasText: 'at least 12 characters' }).waitFor();
    await form.getByLabel('New password').fill('a longer one for tomorrow');
    await form.getByRole('button', { name: 'Change password' }).click();
    await signInAsked(page);
    await page.locator('input[name=name]').fill('harbour-admin');
    await page.locator('input[type=password]').fill('a longer one for tomorrow');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Preferences' }).waitFor();
  });

  it('is renewed unseen when its token has ended, and asked for anew when that is refused, to come back where one was', async () => {
    const page = await console.openAs('admin', '/devices');
    await changeTokens(page, 'expiresAt: 0');
    await page.goto('/accounts?q=8133793275');
    await page.getByRole('link', { name: '8133793275' }).waitFor();
    await page.context().clearCookies();
    await changeTokens(page, "expiresAt: 0, refreshToken: 'of another time'");
    await page.reload();
    await signInAsked(page);
    await console.signIn(page, 'admin');
    await page.getByRole('link', { name: '8133793275' }).waitFor();
    await page.waitForURL('**/accounts?q=8133793275');
  });
});

describe('without a network', () => {
  it('the console says so, keeps what was typed and goes on when it is back', async () => {
    const page = await console.openAs('admin', '/resellers?record=new');
    await page.getByRole('dialog').getByLabel('Name').fill('Typed before');
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').getByRole('alert').getByText('No answer').waitFor();
    await page.context().setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    expect(await page.getByRole('dialog').getByLabel('Name').inputValue()).toBe('Typed before');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Typed before' }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Audit' }).click(); // a part of the page that nobody has opened
    await page.getByRole('alert').getByText('No answer').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
  });

  it('a draft, which saves itself, waits for it and is saved then', async () => {
    const { administrator } = console.ringfleet;
    const { id } = await administrator.post<{ readonly id: string }>('/api/v1/profiles', { name: 'Written offline', modelIds: [namedId('model/Cisco 6821')] });
    const path = `/profiles/${id}/versions`;
    await administrator.post(`/api/v1${path}`, {});
    const page = await console.openAs('admin', `${path}/1`);
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByLabel('Note').fill('On the train');
    await page.getByText('Not saved', { exact: true }).waitFor();
    await page.context().setOffline(false);
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await administrator.get(`/api/v1${path}/1`)).toMatchObject({ note: 'On the train' });
  });

  it('nothing that was asked is done later, when the network is back', async () => {
    const page = await console.openAs('admin', '/customers?record=new');
    await page.getByRole('dialog').getByLabel('Name').fill('Thought better of');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').getByRole('alert').getByText('No answer').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    const { administrator } = console.ringfleet;
    await administrator.post('/api/v1/devices', { name: 'Remains', model: namedId('model/Cisco 6821'), macAddress: '00:15:65:00:04:0A' });
    await page.goto('/devices?q=Remains');
    await page.getByRole('button', { name: 'Actions of Remains' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    const remove = page.getByRole('dialog').getByRole('button', { name: 'Remove device' });
    await untilSeen(() => remove.isEnabled(), true);
    await page.context().setOffline(true);
    await remove.click();
    await page.getByRole('dialog').getByRole('alert').getByText('No answer').waitFor();
    await page.context().setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    const total = async (path: string): Promise<number> => (await administrator.get<{ items: unknown[] }>(path)).items.length;
    expect([await total('/api/v1/customers?q=Thought'), await total('/api/v1/devices?q=Remains')]).toEqual([0, 1]);
  });

  it('a refusal stands at the field it is about, and what was typed stays', async () => {
    const page = await console.openAs('admin', '/resellers?record=new');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('North Telecom');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.locator('[aria-invalid=true]').waitFor();
    await untilSeen(() => dialog.getByLabel('Name').inputValue(), 'North Telecom');
    await untilSeen(() => dialog.locator('.mantine-InputWrapper-error').count(), 1);
  });
});

describe('the views', () => {
  it('complain of refusals and of the network alone', () => {
    expect(console.complaints.filter((text) => !/status of (400|401|409|422)|ERR_INTERNET_DISCONNECTED|dynamically imported module/.test(text))).toEqual([]);
  });
});
