// Real: Chromium, the console as built, the program as built on a home of its own, files on a disk.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './support/accessibility.js';
import { ConsoleUnderTest } from './support/console.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

const HEADER = 'Action,Name,Device model,MAC address,Shoe size';
const MIXED = [
  HEADER,
  'Add,Console 1,Cisco 6821,00:15:65:00:02:01,42',
  'Add,Console 2,No such phone,00:15:65:00:02:02,43',
  'Add,Console 3,Cisco 6821,not a MAC,44',
];

interface RejectedRows {
  readonly items: readonly { readonly reasons: readonly { readonly message: string }[] }[];
}

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
});

afterAll(() => console.close());

const file = (name: string, lines: readonly string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });

describe('an import in the console', () => {
  it('shows the sum, each rejected row with its reason, and takes the mended error list (IMP-08, IMP-11, IMP-17)', async () => {
    const page = await console.openAs('admin', '/imports');
    await page.locator('input[type=file]').setInputFiles(file('phones.csv', MIXED));
    await page.getByText('2 rejected rows').waitFor();
    const words = async (): Promise<string[]> => (await page.locator('.rf-sum').innerText()).split(/\s*\n\s*/).map((word) => word.trim());
    await untilSeen(words, ['Applied', '1', 'Unchanged', '0', 'Rejected', '2', 'Not reached', '0', 'Rows', '3']);
    await page.getByText('Columns passed over: Shoe size').waitFor();
    const table = page.locator('.rf-table-file');
    await untilSeen(() => table.locator('th').allInnerTexts(), ['Row', 'Action', 'Name', 'Device model', 'MAC address', 'Shoe size']);
    const model = table.locator('tr', { hasText: 'Console 2' }).locator('td');
    expect((await model.allInnerTexts()).map((text) => text.trim()).toSpliced(3, 1)).toEqual(['3', 'Add', 'Console 2', '00:15:65:00:02:02', '43']);
    expect(await model.nth(3).innerText()).toMatch(/^No such phone\s.*unknown_model$/s); // the reason stands in the cell
    await page.getByRole('button', { name: 'Bad MAC address 1' }).click();
    await table.locator('tr', { hasText: 'Console 2' }).waitFor({ state: 'detached' });
    expect(await table.locator('tbody td').nth(4).innerText()).toMatch(/^not a MAC\s.*bad_mac$/s);
    expect(await violations(page)).toEqual([]);

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Error list' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('phones-errors.csv');
    const mended = readFileSync(await download.path(), 'utf8')
      .replace('No such phone', 'Cisco 6821')
      .replace('not a MAC', '00:15:65:00:02:03');
    await page.locator('input[type=file]').setInputFiles(file('phones-errors.csv', [mended]));
    await page.getByRole('heading', { name: 'phones-errors.csv' }).waitFor();
    await page.locator('.rf-sum', { hasText: /Applied\s*2/ }).waitFor();

    await page.getByRole('button', { name: /^Notifications, 2 unread$/ }).click();
    await page.getByRole('link', { name: 'Import of phones.csv finished' }).click();
    await page.getByRole('heading', { name: 'phones.csv', exact: true }).waitFor();
    await page.getByRole('button', { name: /^Notifications, 1 unread$/ }).waitFor();
  });

  it('says every reason in French too, with what the sentence names (IMP-07)', async () => {
    const page = await console.openAs('admin', '/imports', { language: 'fr' });
    await page.locator('input[type=file]').setInputFiles(join(import.meta.dirname, '../fixtures/spreadsheets/openpyxl-7.xlsx'));
    await page.locator('.rf-reason').first().waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const { items } = await console.ringfleet.administrator.get<RejectedRows>(`/api/v1/imports/${id}/rejected-rows?limit=100`);
    const english = items.flatMap(({ reasons }) => reasons.map(({ message }) => message));
    const shown = await page.locator('.rf-reason').allInnerTexts();
    expect(shown).toHaveLength(english.length);
    expect(english.filter((message) => shown.some((text) => text.includes(message)))).toEqual([]);
    expect(shown.join('\n')).toMatch(/L’appareil «.+», ajouté par la ligne \d+, a déjà l’adresse MAC/);
    await page.locator('input[type=file]').setInputFiles(file('tout-faux.csv', ['Action,Name', 'Add,x']));
    await page.getByRole('alert').filter({ hasText: 'Des colonnes manquent dans la première ligne' }).waitFor();
  });

  it('says of a bad file what is wrong with it', async () => {
    const page = await console.openAs('admin', '/imports');
    await page.locator('input[type=file]').setInputFiles(file('phones.csv', ['Action,Name', 'Add,x']));
    await page.getByRole('alert').filter({ hasText: 'Device model' }).waitFor();
  });

  it('asks which column is which where a header is not recognised, and imports the same file with that (IMP-02)', async () => {
    const page = await console.openAs('admin', '/imports');
    const lines = ['Action,Phone,Device model,MAC address', 'Add,Mapped,Cisco 6821,00:15:65:00:02:0A'];
    await page.locator('input[type=file]').setInputFiles(file('other-names.csv', lines));
    await page.getByText('Still missing: Name.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Column for Phone' }).selectOption('Name');
    await page.getByText('Every column that is needed is there.').waitFor();
    await page.getByRole('button', { name: 'Import other-names.csv again' }).click();
    await page.locator('.rf-sum', { hasText: /Applied\s*1/ }).waitFor();
    expect(await page.getByText('The same content was imported before.').count()).toBe(0); // the first time nothing was
  });

  it('says of columns that are called the same what to do in the file, as no choice could tell them apart (IMP-02)', async () => {
    const page = await console.openAs('admin', '/imports');
    const lines = ['Action,Name,Device model,MAC address,NAME', 'Add,Twice named,Cisco 6821,00:15:65:00:02:0C,x'];
    await page.locator('input[type=file]').setInputFiles(file('same-names.csv', lines));
    await page.getByText('Two columns are called Name: rename or remove one in the file, then upload it again.').waitFor();
    expect(await page.getByText(/Still missing|More than once:/).count()).toBe(0);
    expect(await page.getByRole('combobox', { name: 'Column for Name' }).count()).toBe(0);
    await page.locator('input[type=file]').setInputFiles(
      file(
        'mended.csv',
        lines.map((line) => line.slice(0, line.lastIndexOf(','))),
      ),
    );
    await page.locator('.rf-sum', { hasText: /Applied\s*1/ }).waitFor();
  });

  it('says that the same content was imported before, and leads there (IMP-13)', async () => {
    const page = await console.openAs('admin', '/imports');
    for (const name of ['once.csv', 'twice.csv']) {
      await page.goto('/imports');
      await page.locator('input[type=file]').setInputFiles(file(name, [HEADER, 'Add,Same,Cisco 6821,00:15:65:00:02:0B,']));
      await page.locator('.rf-sum').waitFor();
    }
    await page.getByText('The same content was imported before.').waitFor();
    await page.getByRole('link', { name: 'See that import' }).click();
    await page.getByRole('heading', { name: 'once.csv' }).waitFor();
  });

  it('is begun with the keyboard alone', async () => {
    const page = await console.openAs('admin', '/imports');
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose file' }).focus();
    await page.keyboard.press('Enter');
    await (await choosing).setFiles(file('keys.csv', [HEADER, 'Add,By keys,Cisco 6821,00:15:65:00:02:09,']));
    await page.locator('.rf-sum').waitFor();
  });

  it('shows a reseller its own phones alone, and no tree that it may not see (DIR-03)', async () => {
    const page = await console.openAs('north-admin', '/devices');
    const table = new Table(page);
    await table.settled();
    expect(await table.column('Device ID')).not.toContain('Docs Demo Phone 1');
    const places = await page.getByRole('navigation', { name: 'Navigation' }).getByRole('link').allInnerTexts();
    expect(places).toContain('Customers');
    expect(places).not.toContain('Resellers');
  });

  it('complains of nothing but of what was refused', () => {
    expect(console.complaints.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
  });
});
