// Real: Chromium, the console as built, the program as built on a home of its own.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import type { Download, Page } from 'playwright-core';
import { choose } from './support/chosen.js';
import { ConsoleUnderTest } from './support/console.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

const LAST_CHOSEN = '"inventoryId","freePorts","site"';
const FIRST_TEN = [
  'Device ID',
  'Description',
  'Device model',
  'CPE profile',
  'Managed by',
  'MAC address',
  'Assigned to',
  'Total ports',
  'Free ports',
  'Inventory ID',
];

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
  const rows = Array.from({ length: 60 }, (_, index) => {
    const number = String(index).padStart(2, '0');
    return `Add,Listed ${number},${index % 2 ? 'Yealink SIP-T54W' : 'Cisco 6821'},00:15:65:00:01:${index.toString(16).padStart(2, '0')},Desk ${59 - index}`;
  });
  const { counts } = await console.ringfleet.administrator.import(['Action,Name,Device model,MAC address,Description', ...rows].join('\n'));
  expect(counts.applied).toBe(60);
});

afterAll(() => console.close());

const open = async (path = '/devices?q=Listed'): Promise<readonly [Page, Table]> => {
  const page = await console.openAs('admin', path);
  const table = new Table(page);
  await table.settled();
  return [page, table];
};

const chooseModel = (page: Page, name: string): Promise<void> => choose(page, 'Device model: any', name, name);

const textOf = async (file: Download): Promise<string> => (await buffer(await file.createReadStream())).toString();

describe('the list of phones', () => {
  it('shows ten columns in their order, by device ID, 25 at first, and how many there are (INV-10, UI-07)', async () => {
    const [page, table] = await open();
    await untilSeen(() => table.headers(), FIRST_TEN);
    await untilSeen(
      () => table.column('Device ID'),
      Array.from({ length: 25 }, (_, index) => `Listed ${String(index).padStart(2, '0')}`),
    );
    await page.getByRole('heading', { level: 1, name: /^Phones \/ CPE\s+60$/ }).waitFor();
    await page.locator('th[aria-sort]', { hasText: 'Device ID' }).waitFor();
  });

  it('goes from page to page and back, and the address opens the same page again', async () => {
    const [page, table] = await open();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('26–50').waitFor();
    const second = await table.column('Device ID');
    expect(second[0]).toBe('Listed 25');
    await page.reload();
    await table.settled();
    await untilSeen(() => table.column('Device ID'), second);
    await page.goBack();
    await page.getByText('1–25').waitFor();
    await untilSeen(async () => (await table.column('Device ID'))[0], 'Listed 00');
  });

  it('finds by any part of a MAC address in any spelling, and filters by model', async () => {
    const [page, table] = await open();
    await page.getByRole('searchbox').fill('0015.6500.010a');
    await page.getByText('1–1').waitFor();
    await untilSeen(() => table.column('Device ID'), ['Listed 10']);
    await page.getByRole('searchbox').fill('Listed');
    await chooseModel(page, 'Yealink SIP-T54W');
    await page.getByRole('heading', { name: /30$/ }).waitFor();
    await untilSeen(async () => new Set(await table.column('Device model')), new Set(['Yealink SIP-T54W']));
    expect(new URL(page.url()).searchParams.get('f.model')).toMatch(/^[\da-f-]{36}$/);
  });

  it('sorts by a click on a header, and the other way by the next', async () => {
    const [page, table] = await open();
    await page.getByRole('button', { name: 'MAC address', exact: true }).click();
    await page.locator('th[aria-sort=ascending]', { hasText: 'MAC address' }).waitFor();
    await page.getByRole('button', { name: 'MAC address', exact: true }).click();
    await page.locator('th[aria-sort=descending]', { hasText: 'MAC address' }).waitFor();
    await table.settled();
    await untilSeen(async () => (await table.column('MAC address'))[0], '00:15:65:00:01:3B');
  });

  it('follows the user to a second browser with columns, row style and number of results (DIR-09, UI-04..07)', async () => {
    const [page] = await open();
    // What was chosen on the way may have been saved before.
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && (answer.request().postData() ?? '').includes(LAST_CHOSEN));
    await page.getByRole('combobox', { name: 'Number of results' }).selectOption('50');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText('Compact', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'Description' }).uncheck();
    await page.getByRole('checkbox', { name: 'Site' }).check();
    await page.keyboard.press('Escape');
    const header = page.locator('th', { hasText: 'Inventory ID' });
    await header.getByRole('button', { name: 'Inventory ID', exact: true }).focus();
    await page.keyboard.press('Control+Shift+ArrowLeft'); // UI-06 by keyboard
    await saved;
    const [other, table] = await open();
    await other.getByText('1–50').waitFor();
    const wanted = FIRST_TEN.filter((name) => name !== 'Description' && name !== 'Inventory ID');
    await untilSeen(() => table.headers(), [...wanted.slice(0, -1), 'Inventory ID', ...wanted.slice(-1), 'Site']);
    await untilSeen(() => table.grid.getAttribute('data-compact'), 'true');
  });

  it('is worked by the keyboard alone: one stop into the rows, arrows, space, enter', async () => {
    const [page] = await open('/devices?q=Listed&sort=name');
    await page.keyboard.press('/');
    await page.locator('input[type=search]:focus').waitFor();
    const first = page.locator('tbody td[tabindex="0"]');
    await untilSeen(() => first.count(), 1);
    await first.focus();
    await page.keyboard.press(' ');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.locator('.rf-selection', { hasText: '3 selected.' }).waitFor();
    await page.keyboard.press('Escape');
    await untilSeen(() => page.locator('tr[data-ticked]').count(), 0);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.locator('h1:focus').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/devices\/[\da-f-]{36}$/);
  });

  it('is led to by two letters, tells its keys and opens its form by one, none of which act while one types or once they are switched off', async () => {
    const [page] = await open();
    await page.getByRole('searchbox').press('?');
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('heading', { level: 1, name: 'Imports' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { level: 1, name: /^Phones/ }).waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.getByRole('row', { name: 'g i Go to Imports' }).waitFor();
    await page.keyboard.press('n');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    await page.getByRole('dialog', { name: 'New phone' }).waitFor();
    await page.goto(`${new URL(page.url()).origin}/preferences`);
    await page
      .getByRole('radiogroup', { name: /^Keys of one letter/ })
      .getByText('Off')
      .click();
    await page.keyboard.press('?');
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('heading', { level: 1, name: 'Preferences' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('assigns what is ticked to a customer, after a look at what would come of it (INV-12)', async () => {
    const [page, table] = await open('/devices?q=Listed&f.managedBy=administrator');
    for (const name of ['Listed 02', 'Listed 03', 'Listed 04']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
    await page.getByRole('button', { name: 'Batch' }).click();
    const panel = page.getByRole('complementary', { name: 'Batch' });
    await panel.getByRole('checkbox', { name: 'Assign phones/CPEs to' }).check();
    await panel.getByRole('combobox', { name: 'Customer' }).fill('Canistracci');
    await page.getByRole('listbox', { name: 'Customer' }).getByRole('option', { name: 'Canistracci OIL' }).click();
    await panel.getByRole('button', { name: 'Update 3 phones' }).click();
    await panel.getByText('3 would be changed.').waitFor();
    await panel.getByRole('button', { name: 'Update 3 phones' }).click();
    await panel.getByText('3 done · 0 refused · 0 not reached').waitFor();
    await page.locator('tr', { hasText: 'Listed 02' }).getByText('Canistracci OIL').waitFor();
    const assigned = ['', '', 'Canistracci OIL', 'Canistracci OIL', 'Canistracci OIL', ''];
    await untilSeen(async () => (await table.column('Assigned to')).slice(0, assigned.length), assigned);
    await page.getByRole('button', { name: /^Notifications, 1 unread$/ }).click();
    await page.getByText('3 in place · 0 rejected').waitFor();
  });

  it('lets one only delete until the list is filtered by managed by, and keeps the ticks on the way back (INV-12)', async () => {
    const [page] = await open();
    await page.getByRole('button', { name: 'Batch' }).click();
    const panel = page.getByRole('complementary', { name: 'Batch' });
    await untilSeen(() => panel.getByRole('button', { name: /Delete/ }).isDisabled(), true);
    await page.getByRole('checkbox', { name: 'Select Listed 10' }).check();
    await page.getByRole('checkbox', { name: 'Select Listed 11' }).check();
    await panel.getByText('Filter by Managed by to assign or change profiles.').waitFor();
    await untilSeen(async () => Promise.all((await panel.getByRole('checkbox').all()).map((box) => box.isDisabled())), [true, true, true]);
    await untilSeen(() => panel.getByRole('button', { name: 'Update 2 phones' }).isDisabled(), true);
    await panel.getByRole('button', { name: 'Delete' }).click();
    await panel.getByRole('heading', { name: 'Delete 2 phones?' }).waitFor();
    await panel.getByRole('button', { name: 'Back' }).click();
    await panel.getByRole('heading', { name: '2 phones' }).waitFor();
    await untilSeen(() => page.getByRole('checkbox', { name: /^Select Listed/, checked: true }).count(), 2);
  });

  it('hands out what a batch refused as a file, in the panel and in the bell (INV-12, NTF-01)', async () => {
    const [page] = await open('/devices?q=Docs%20Demo');
    await page.getByRole('button', { name: 'Batch' }).click();
    await page.getByRole('checkbox', { name: 'Select Docs Demo Phone 1' }).check();
    const panel = page.getByRole('complementary', { name: 'Batch' });
    await panel.getByRole('button', { name: 'Delete' }).click();
    await panel.getByRole('button', { name: 'Delete 1 phone' }).click();
    await panel.getByText('0 done · 1 refused · 0 not reached').waitFor();
    await panel.getByRole('button', { name: 'List of failures' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^batch-[\d-]{10}-failures\.csv$/); // batch-2026-11-21-failures.csv
    expect(await textOf(file)).toMatch(/^.?Name,Record,Codes,Reasons\r?\nDocs Demo Phone 1,[\da-f-]{36},port_in_use,/);
    await page.getByRole('button', { name: /^Notifications/ }).click();
    const [same] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'List of failures' }).first().click(),
    ]);
    expect(same.suggestedFilename()).toMatch(/failures\.xlsx$/);
  });

  it('filters by every column, kept in the address, and by a record found by its name (INV-10)', async () => {
    const [page, table] = await open();
    expect(await page.getByRole('button', { name: /^Filters/ }).count()).toBe(0); // there is room for all of them
    await page.getByRole('combobox', { name: '+ Filter' }).selectOption({ label: 'Description' });
    await page.getByLabel('Description', { exact: true }).fill('Desk 1');
    await page.getByRole('heading', { name: /11$/ }).waitFor(); // 1 and 10 to 19
    await page.getByRole('button', { name: 'Assigned to: any' }).click();
    await page.getByRole('combobox', { name: 'Assigned to' }).fill('Quay');
    await page.getByRole('listbox', { name: 'Assigned to' }).getByRole('option', { name: 'Harbour Voice / Quay Hotel' }).click();
    await page.getByText('No phone matches.').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Assigned to: Quay Hotel' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await page.getByRole('heading', { name: /61$/ }).waitFor();
    expect(await table.column('Device ID')).toContain('Docs Demo Phone 1');
  });

  it('is a list of items where a table has no room, sorted and ticked there too', async () => {
    const page = await console.openAs('admin', '/devices?q=Listed', { width: 390 });
    const items = page.locator('.rf-items > li');
    await untilSeen(async () => (await items.first().innerText()).split(/\s*\n\s*/).slice(0, 4), ['Listed 00', 'N/A', 'Cisco 6821', '00:15:65:00:01:00']);
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption({ label: 'Device ID, descending' });
    await items.first().getByText('Listed 59').waitFor();
    await page.getByRole('checkbox', { name: 'Select Listed 59' }).check();
    await page.getByText('1 selected.').waitFor();
    await untilSeen(() => page.getByRole('grid').count(), 0);
    await page.getByRole('button', { name: 'Filters (0)' }).click();
    await chooseModel(page, 'Yealink SIP-T54W');
    await page.getByRole('button', { name: 'Filters (1)' }).waitFor();
  });

  it('complains of nothing', () => {
    expect(console.complaints).toEqual([]);
  });
});
