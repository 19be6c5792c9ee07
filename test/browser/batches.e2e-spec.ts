// Real: Chromium, the console as built, the program as built on a home of its own.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { choose } from './support/chosen.js';
import { ConsoleUnderTest } from './support/console.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

const PHONES = 34;
/** After the first four were deleted. */
const LEFT = 30;

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
  const rows = Array.from({ length: PHONES }, (_, index) => {
    const number = String(index).padStart(2, '0');
    return `Add,Batched ${number},Cisco 6821,00:15:65:00:07:${index.toString(16).padStart(2, '0')}`;
  });
  const { counts } = await console.ringfleet.administrator.import(['Action,Name,Device model,MAC address', ...rows].join('\n'));
  expect(counts.applied).toBe(PHONES);
});

afterAll(() => console.close());

const open = async (path = '/devices?q=Batched'): Promise<readonly [Page, Locator]> => {
  const page = await console.openAs('admin', path);
  await new Table(page).settled();
  await page.getByRole('button', { name: 'Batch', exact: true }).click();
  return [page, page.getByRole('complementary', { name: 'Batch' })];
};

const tick = async (page: Page, ...numbers: readonly string[]): Promise<void> => {
  for (const number of numbers) await page.getByRole('checkbox', { name: `Select Batched ${number}` }).check();
};

const tickAllThatMatch = async (page: Page): Promise<void> => {
  await page.getByRole('checkbox', { name: 'Select this page' }).check();
  await page.getByRole('button', { name: `Select all ${LEFT} that match` }).click();
};

/** What a picker offers once it is opened. */
const offered = async (page: Page, picker: Locator): Promise<string[]> => {
  await picker.click();
  const options = page.getByRole('listbox').getByRole('option');
  await options.first().waitFor();
  return options.allInnerTexts();
};

describe('a batch', () => {
  it('is done to those that were counted: whoever ticks more while it is asked is asked anew (UI-02c, UI-08, INV-12)', async () => {
    const [page, panel] = await open();
    await tick(page, '01', '02', '03');
    await panel.getByRole('button', { name: 'Delete' }).click();
    await panel.getByRole('heading', { name: 'Delete 3 phones?' }).waitFor();
    await tick(page, '04', '05');
    await panel.getByText('The selection changed. Nothing was done.').waitFor();
    expect(await panel.getByRole('button', { name: 'Delete 3 phones' }).count()).toBe(0);
    await panel.getByRole('button', { name: 'Delete' }).click();
    await panel.getByRole('heading', { name: 'Delete 5 phones?' }).waitFor();
    await page.getByRole('checkbox', { name: 'Select Batched 05' }).uncheck();
    await panel.getByRole('button', { name: 'Delete' }).click();
    await panel.getByRole('button', { name: 'Delete 4 phones' }).click();
    await panel.getByText('4 done · 0 refused · 0 not reached').waitFor();
    await page.getByRole('heading', { level: 1, name: new RegExp(`${LEFT}$`) }).waitFor();
    await tick(page, '06');
    await panel.getByText('4 done').waitFor(); // the result stays
    await page.getByRole('button', { name: /^Notifications, 1 unread$/ }).click();
    await page.getByText('4 deleted · 0 refused').waitFor();
  });

  it('begins anew and says so where another search is typed, of all that match too (UI-02c)', async () => {
    const [page, panel] = await open();
    await tickAllThatMatch(page);
    await panel.getByRole('button', { name: 'Delete' }).click();
    await panel.getByText(`Batched 00, Batched 05, Batched 06, Batched 07, Batched 08 and ${LEFT - 5} more`).waitFor();
    await page.getByRole('searchbox').fill('Batched 1');
    await page.getByText('Selection cleared: the filter changed.').waitFor();
    await panel.getByText('Tick phones in the list.').waitFor();
    expect(await panel.getByRole('button', { name: /^Delete/ }).isDisabled()).toBe(true);
    await tick(page, '10');
    await untilSeen(() => page.getByText('Selection cleared').count(), 0);
  });

  it('is of the rest of the page, which is said, where one of all that match is unticked', async () => {
    const [page, panel] = await open();
    await tickAllThatMatch(page);
    await panel.getByRole('heading', { name: `${LEFT} phones` }).waitFor();
    await page.getByRole('checkbox', { name: 'Select Batched 07' }).uncheck();
    await page.getByText('24 selected.').waitFor();
    await page.getByText('Only of this page').waitFor();
    await panel.getByRole('heading', { name: '24 phones' }).waitFor();
  });

  it('offers profiles that are for the model, and customers of who manages the phones (INV-06, INV-12, PRV-01)', async () => {
    const [page, panel] = await open('/devices?q=Batched&f.managedBy=administrator');
    await tick(page, '10', '11');
    await panel.getByRole('checkbox', { name: 'Change profiles' }).check();
    expect(await panel.getByRole('button', { name: 'Update 2 phones' }).isDisabled()).toBe(true);
    expect(await offered(page, panel.getByRole('combobox', { name: 'Cisco 6821 (2)' }))).toEqual(['6821 standard']);
    await page.getByRole('listbox').getByRole('option', { name: '6821 standard' }).click();
    await panel.getByRole('button', { name: 'Update 2 phones' }).click();
    await panel.getByText('Batched 10, Batched 11').waitFor();
    await panel.getByText('2 would be changed.').waitFor();
    await choose(page, 'Managed by: Administrator only', 'North', 'North Telecom');
    await panel.getByRole('checkbox', { name: 'Assign phones/CPEs to' }).check();
    const customers = await offered(page, panel.getByRole('combobox', { name: 'Customer' }));
    expect(customers.length).toBeGreaterThan(0);
    expect(customers.filter((name) => !name.startsWith('North Telecom / '))).toEqual([]);
  });

  it('complains of nothing', () => {
    expect(console.complaints).toEqual([]);
  });
});
