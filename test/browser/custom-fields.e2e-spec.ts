// Real: Chromium, the console as built, the program as built on a home of its own.
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { ConsoleUnderTest } from './support/console.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
});

afterAll(() => console.close());

describe('a custom field', () => {
  it('is defined, filled in on the form of a phone, and then a filter and a column of the list (INV-16)', async () => {
    const page = await console.openAs('admin', '/custom-fields?record=new');
    const form = page.locator('.rf-form');
    await form.getByLabel('Name').fill('Floor');
    await form.getByLabel('Kind').selectOption('Choice');
    await form.getByLabel('Choices').fill('Ground floor');
    await form.getByLabel('Choices').press('Enter');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('gridcell', { name: 'Ground floor' }).waitFor();

    await page.goto(new URL('/devices?q=Docs', page.url()).href);
    await page.getByRole('link', { name: 'Docs Demo Phone 1' }).click();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await form.getByLabel('Floor').selectOption('Ground floor');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('definition').filter({ hasText: 'Ground floor' }).waitFor();

    await page.goto(new URL('/devices', page.url()).href);
    await page.getByLabel('+ Filter').selectOption('Floor');
    await page.getByLabel('Floor').selectOption('Ground floor');
    await page.getByText('1–1').waitFor();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('checkbox', { name: 'Floor' }).check();
    await page.keyboard.press('Escape');
    const table = new Table(page);
    await page.getByRole('gridcell', { name: 'Ground floor' }).waitFor();
    await untilSeen(async () => [await table.column('Device ID'), await table.column('Floor')], [['Docs Demo Phone 1'], ['Ground floor']]);
  });
});
