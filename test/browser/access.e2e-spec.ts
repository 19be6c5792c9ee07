// Real: Chromium, the console as built, the program as built on a home of its own.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { namedId } from '@ringfleet/kernel';
import type { Locator, Page } from 'playwright-core';
import { Api } from '../support/api.js';
import { ConsoleUnderTest } from './support/console.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

const CUSTOMER = namedId('customer/Canistracci OIL');

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
});

afterAll(() => console.close());

const permissionOf = (page: Page, name: string): Locator => page.getByRole('combobox', { name: `Provision devices: ${name}` });
/** A choice of a searchable field, not of a list of the browser's own. */
const choose = async (page: Page, field: string, typed: string, option: RegExp): Promise<void> => {
  await page.getByRole('combobox', { name: field, exact: true }).fill(typed);
  await page.locator('[data-combobox-option]').filter({ hasText: option }).click();
};

describe('permissions', () => {
  it('are explained: yes or no for a user, an action and a device, and by which rule (DIR-02a)', async () => {
    const page = await console.openAs('admin', '/permissions');
    await choose(page, 'User', 'canis', /canistracci-admin/);
    await page.getByLabel('Action').selectOption({ label: 'Delete this device' });
    await choose(page, 'Device', 'Docs', /Docs Demo Phone 1/);
    const answer = page.locator('.rf-answer');
    await answer.waitFor();
    expect(await answer.innerText()).toMatch(/No\s+A customer removes only devices that it added itself\.\s+DIR-02a What a role may do\./);
    await page.getByLabel('Action').selectOption({ label: 'See this device' });
    await answer.getByText('Yes').waitFor();
    expect(await answer.innerText()).toContain('DIR-03 Nobody sees what belongs to others.');
  });

  it('of a customer are not lowered below its users’, who are named and lowered with it where one says so (DIR-04)', async () => {
    const page = await console.openAs('admin', `/permissions?of=${CUSTOMER}`);
    await permissionOf(page, 'Canistracci OIL').selectOption('view');
    const refused = page.getByRole('alert');
    await refused.waitFor();
    expect(await refused.innerText()).toMatch(/may do more than View:\s+canistracci-admin \(Modify\)/);
    await untilSeen(() => permissionOf(page, 'Canistracci OIL').inputValue(), 'modify');
    await page.getByRole('button', { name: 'Lower them to View too' }).click();
    await refused.waitFor({ state: 'detached' });
    await page.locator('.rf-permission option:checked', { hasText: 'View' }).nth(1).waitFor({ state: 'attached' });
  });

  it('to change nothing leave out the keys for what one may not do (DIR-04)', async () => {
    const page = await console.openAs('canistracci-admin', '/devices');
    await page.getByRole('button', { name: 'Download' }).waitFor(); // what it sees (DIR-02a)
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard' }).getByRole('table').first().getByRole('rowheader');
    await keys.first().waitFor();
    const all = await keys.allInnerTexts();
    expect([all.includes('/'), all.includes('n'), all.includes('u')]).toEqual([true, false, false]);
  });

  it('refuse a user more than its customer has, and the form of the customer asks the same as the page (DIR-04)', async () => {
    const page = await console.openAs('admin', `/permissions?of=${CUSTOMER}`);
    await permissionOf(page, 'canistracci-admin').selectOption('modify');
    await page.getByRole('alert').waitFor();
    await untilSeen(() => permissionOf(page, 'canistracci-admin').inputValue(), 'view');
    await page.goto('/customers?q=Canistracci');
    await page.getByRole('link', { name: 'Canistracci OIL' }).click();
    await page.getByRole('dialog').getByLabel('Provision devices').selectOption('none');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Lower them to None too' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.goto(`/permissions?of=${CUSTOMER}`);
    await untilSeen(() => permissionOf(page, 'canistracci-admin').inputValue(), 'none');
  });

  it('take the whole section away from who has none: no menu, and the first page is another (DIR-06)', async () => {
    const page = await console.openAs('canistracci-admin', '/');
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await untilSeen(() => page.getByRole('navigation', { name: 'Navigation' }).getByRole('link').allInnerTexts(), ['Users', 'Permissions']);
    for (const path of ['/devices', '/imports', '/line-states']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1, name: 'This view is not for you' }).waitFor();
    }
    await page.getByRole('link', { name: 'To the first view' }).click();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
  });

  it('read in French, refusals too', async () => {
    const page = await console.openAs('admin', `/permissions?of=${CUSTOMER}`, { language: 'fr' });
    await page.getByRole('combobox', { name: /Canistracci OIL/ }).waitFor();
    await untilSeen(() => page.locator('main th[scope=col]').allInnerTexts(), ['Qui', 'Rôle', 'Provisionner les appareils']);
    await page.getByRole('combobox', { name: /canistracci-admin/ }).selectOption('modify');
    await page.getByRole('alert').getByText('L’utilisateur pourrait plus que son client : donnez-lui moins.').waitFor();
  });
});

describe('keys', () => {
  it('show their secret once, when they are made and when they get another, and are revoked for good (DIR-10)', async () => {
    const page = await console.openAs('admin', '/service-keys?record=new');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Warehouse');
    await dialog.getByLabel('Role').selectOption('operator');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    const [clientId = '', first = ''] = await given(dialog);
    await Api.tokenFor(console.ringfleet.url, { clientId, clientSecret: first });
    await dialog.locator('.rf-once').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Warehouse' }).click();
    await dialog.getByRole('button', { name: 'Make a new secret' }).click();
    const [, second = ''] = await given(dialog);
    await expect(Api.tokenFor(console.ringfleet.url, { clientId, clientSecret: first })).rejects.toThrow('401');
    await Api.tokenFor(console.ringfleet.url, { clientId, clientSecret: second });
    await dialog.locator('.rf-once').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Warehouse' }).click();
    await dialog.getByRole('button', { name: 'Revoke…' }).click();
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect(Api.tokenFor(console.ringfleet.url, { clientId, clientSecret: second })).rejects.toThrow('401');
    await page.getByRole('link', { name: 'Warehouse' }).click();
    await dialog.getByLabel('Name').waitFor();
    await untilSeen(() => dialog.getByRole('button', { name: /secret|Revoke/ }).count(), 0);
  });
});

const given = async (dialog: Locator): Promise<string[]> => {
  await dialog.locator('.rf-secret').waitFor();
  return dialog.locator('.rf-once .rf-mono').allInnerTexts();
};

describe('users', () => {
  it('are tied to accounts, by their numbers (DIR-08)', async () => {
    const page = await console.openAs('admin', '/users?record=new');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('reception');
    await dialog.getByLabel('Role').selectOption('customer-user');
    await choose(page, 'Customer', 'Canis', /^Canistracci OIL$/);
    await choose(page, 'Accounts', '8133793275', /8133793275/);
    await dialog.getByRole('combobox', { name: 'Accounts' }).press('Tab');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('reception');
    await page.getByText('1–1').waitFor();
    await page.getByRole('link', { name: 'reception' }).click();
    await dialog.getByText('8133793275').waitFor();
  });
});

describe('the audit', () => {
  it('tells those above who signed in, which key was used and whose permission was changed, the newest first', async () => {
    const page = await console.openAs('admin', '/audit');
    const table = new Table(page);
    await table.settled();
    await untilSeen(async () => (await table.column('What'))[0], 'Signed in');
    await untilSeen(async () => (await table.column('Whom it is about'))[0], 'admin');
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'Permission changed' });
    await untilSeen(async () => new Set(await table.column('What')), new Set(['Permission changed']));
    await page.getByRole('gridcell', { name: 'Provision devices: View → None' }).first().waitFor();
    expect(await table.column('By')).toEqual(expect.arrayContaining(['admin']));
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'Key revoked' });
    await untilSeen(async () => [await table.column('What'), await table.column('Whom it is about')], [['Key revoked'], ['Warehouse']]);
    await page.getByLabel('From', { exact: true }).fill('2000-01-01');
    await page.getByLabel('To', { exact: true }).fill('2000-01-02');
    await page.getByText('Nothing matches.').waitFor();
  });

  it('is not there for others (DIR-06)', async () => {
    const page = await console.openAs('canistracci-admin', '/audit');
    await page.getByRole('heading', { level: 1, name: 'This view is not for you' }).waitFor();
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
  });
});

describe('the views', () => {
  it('complain of refusals alone', () => {
    expect(console.complaints.filter((text) => !/status of (409|422|403)/.test(text))).toEqual([]);
  });
});
