// Real: Chromium, the console as built, the program as built on a home of its own.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { text } from 'node:stream/consumers';
import type { Locator, Page } from 'playwright-core';
import type { Page as PageOf } from '../support/views.js';
import { violations } from './support/accessibility.js';
import { ConsoleUnderTest } from './support/console.js';
import { ProvisionedPhone } from './support/provisioned-phone.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
  const phones = ['Past', 'Broken', 'Doomed', 'Held'].map((name, index) => `Add,${name},Cisco 6821,00:15:65:00:03:0${index}`);
  const { counts } = await console.ringfleet.administrator.import(['Action,Name,Device model,MAC address', ...phones].join('\n'));
  expect(counts.applied).toBe(4);
});

afterAll(() => console.close());

/** The page of a device of that name, reached from the list. */
async function openDevice(name: string): Promise<Page> {
  const page = await console.openAs('admin', `/devices?q=${name}`);
  await new Table(page).settled();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return page;
}

const detail = (page: Page, name: string): Locator =>
  page
    .getByRole('tabpanel')
    .locator('dl > div', { has: page.getByText(name, { exact: true }) })
    .locator('dd');

const act = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Actions', exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
};

describe('the page of a phone', () => {
  it('puts another phone in the place of a broken one, whose page goes on (INV-08b)', async () => {
    const page = await openDevice('Broken');
    await act(page, 'Replace…');
    await page.getByRole('textbox', { name: 'MAC address of the new phone' }).fill('00-15-65-00-03-00');
    await page.getByRole('button', { name: 'Replace phone' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor(); // it is another's
    await page.getByRole('textbox', { name: 'MAC address of the new phone' }).fill('0015.6500.03FF');
    await page.getByRole('button', { name: 'Replace phone' }).click();
    await page.getByRole('heading', { level: 1, name: 'Broken' }).waitFor();
    await page.locator('.rf-title').getByText('00:15:65:00:03:FF').waitFor();
  });

  it('asks before it restarts a phone, and says where no registrar is there to tell it (CTL-03, UI-02a)', async () => {
    const page = await openDevice('Held');
    await act(page, 'Restart device…');
    const dialog = page.getByRole('dialog', { name: 'Restart Held?' });
    await dialog.getByRole('button', { name: 'Restart device' }).click();
    await dialog.getByRole('alert').getByText('no_registrar').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('shows where the phone gets its configuration when it is asked for, in both languages, and copies it (PRV-04)', async () => {
    const page = await openDevice('Held');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const show = page.getByRole('button', { name: 'Show', exact: true });
    await show.waitFor();
    expect(await page.getByRole('tabpanel').getByText('/p/').count()).toBe(0);
    await show.click();
    const shown = await detail(page, 'Autoprovisioning URL').locator('.rf-mono').innerText();
    const path = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
    const { urls } = await console.ringfleet.administrator.get<{ readonly urls: readonly string[] }>(`/api/v1${path}/provisioning`);
    expect([shown]).toEqual(urls);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(shown);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'FR', exact: true }).click();
    await page.getByRole('button', { name: 'Copiée' }).waitFor();
    expect(await detail(page, 'URL d’auto-approvisionnement').locator('.rf-mono').innerText()).toBe(shown);
  });

  it('shows what its phone asked and was refused, what it got and why it was so, and what it brought (PRV-06, PRV-07, PRV-11)', async () => {
    const { administrator } = console.ringfleet;
    const { items } = await administrator.get<PageOf<{ id: string }>>('/api/v1/devices?name=Held');
    const phone = await ProvisionedPhone.of(administrator, items[0]?.id ?? '');
    const agent = 'Cisco-CP-6821-3PCC/12.0.1 (001565000303)';
    expect([await phone.guess(), await phone.ask('-A', agent), await phone.bring('boot.log', 'started')]).toEqual(['401', '200', '204']);
    const page = await openDevice('Held');
    await page.getByRole('tab', { name: 'Config' }).click();
    const asked = page.getByRole('region', { name: 'What the phone asked' }).getByRole('table');
    await asked.getByRole('row', { name: 'Brought a file PUT boot.log' }).waitFor();
    const got = asked.getByRole('row', { name: /Got its file GET \w+\.cfg Version 1 \d+ \S+ 12\.0\.1 / });
    await got.waitFor();
    await asked.getByRole('row', { name: 'Wrong username or password' }).waitFor();
    const brought = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download boot.log' }).click();
    expect(await text(await (await brought).createReadStream())).toBe('started');
    await page.getByRole('button', { name: /^Why \w+\.cfg|^Why \{mac\}\.cfg/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Made again of the same, it is the same to the last byte.').waitFor();
    await dialog.locator('.rf-value', { hasText: 'Held' }).focus();
    await dialog.locator('.rf-origin').getByText('is of the device').waitFor();
    expect(await page.content()).not.toContain('secret-1');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.setViewportSize({ width: 390, height: 800 });
    await untilSeen(() => page.evaluate<number>('document.documentElement.scrollWidth'), 390);
    await got.getByRole('link', { name: 'Version 1' }).click();
    await page.waitForURL(/\/profiles\/[^/]+\/versions\/1/); // /profiles/<id>/versions/1/templates
  });

  it('retires a phone, and returns it (INV-17)', async () => {
    const page = await openDevice('Broken');
    await act(page, 'Retire');
    await page.locator('.rf-title').getByText('Retired').waitFor();
    await act(page, 'Return from retirement');
    await page.locator('.rf-title').getByText('In stock').waitFor();
  });

  it('lists what refers to it before it is removed, and does not try what something keeps (INV-09, UI-08)', async () => {
    const { items } = await console.ringfleet.administrator.get<PageOf<{ id: string }>>('/api/v1/devices?name=Held');
    const reference = { what: 'Call flow Reception', link: 'https://flows.example/7', blocksDelete: true };
    await console.ringfleet.administrator.post(`/api/v1/devices/${items[0]?.id}/references`, reference);
    const page = await openDevice('Held');
    await page.getByRole('tab', { name: 'References' }).click();
    await page.getByRole('tabpanel').getByRole('link', { name: 'Call flow Reception' }).waitFor();
    await act(page, 'Remove device…');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('link', { name: 'Call flow Reception' }).waitFor();
    await untilSeen(() => dialog.getByRole('button', { name: 'Remove device' }).isDisabled(), true);
    expect(await violations(page)).toEqual([]);
  });

  it('is removed after a question, and the list is there again', async () => {
    const page = await openDevice('Doomed');
    await act(page, 'Remove device…');
    await page.getByRole('dialog').getByText('Nothing refers to it.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove device' }).click();
    await page.getByRole('heading', { level: 1, name: 'Phones / CPE' }).waitFor();
    await page.goto('/devices?q=Doomed');
    await page.getByText('No phone matches.').waitFor();
  });

  it('has its actions in its row too, by the keyboard (UI-02a)', async () => {
    const page = await console.openAs('admin', '/devices?q=Held');
    await new Table(page).settled();
    await page.locator('tbody td[tabindex="0"]').focus();
    await page.keyboard.press('.');
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Inventory ID' }).pressSequentially('WH 7'); // the blank is typed, and ticks no row
    await page.keyboard.press('Control+Enter');
    await page.locator('tbody').getByText('WH 7').waitFor();
    await untilSeen(() => page.locator('tr[data-ticked]').count(), 0);
  });

  it('goes back to what it was at each change, on its page and in the list, where nothing can be changed, and the address leads there again (INV-14)', async () => {
    const page = await openDevice('Past');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Description' }).fill('On the second floor');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('On the second floor').first().waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('tabpanel').locator('li', { hasText: 'On the second floor' }).waitFor();
    await page.getByRole('tabpanel').getByRole('row', { name: 'Secrets' }).getByText('Not set').first().waitFor();
    await page.getByRole('slider', { name: 'Moment' }).press('ArrowLeft');
    await page.getByText('Nothing can be changed here.').waitFor();
    await page.getByRole('tab', { name: 'Details' }).click();
    await untilSeen(() => detail(page, 'Description').innerText(), '–');
    await untilSeen(() => page.getByRole('button', { name: 'Edit' }).count(), 0);
    await untilSeen(() => page.getByRole('button', { name: 'Show', exact: true }).count(), 0);
    await untilSeen(() => page.getByRole('tab').allInnerTexts(), ['Details', 'History']);
    await page.reload();
    await page.getByText('Nothing can be changed here.').waitFor();
    expect(await violations(page)).toEqual([]);
    const then = new URL(page.url()).searchParams.get('asOf') ?? '';
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByText('On the second floor').waitFor();
    const table = new Table(page);
    await page.goto(`/devices?q=Past&asOf=${then}`);
    await page.getByText('Nothing can be changed here.').waitFor();
    await table.settled();
    await untilSeen(() => table.column('Device ID'), ['Past']);
    await untilSeen(() => table.column('Description'), ['']);
    await page.goto(`/devices?q=Past&asOf=${new Date(Date.parse(then) - 1).toISOString()}`);
    await page.getByText('No phone matches.').waitFor(); // it was not there yet
  });

  it('has its autoprovisioning URL in a column of the list, once that is chosen, and all of a page are asked for at once (INV-10)', async () => {
    const page = await console.openAs('admin', '/devices');
    const table = new Table(page);
    await table.settled();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('checkbox', { name: 'Autoprovisioning URL' }).check();
    await page.keyboard.press('Escape');
    const names = await table.column('Device ID');
    await page
      .locator('tbody .rf-mono', { hasText: '/p/' })
      .nth(names.length - 1)
      .waitFor();
    const { items } = await console.ringfleet.administrator.get<PageOf<{ id: string }>>('/api/v1/devices?name=Held');
    const { urls } = await console.ringfleet.administrator.get<{ readonly urls: readonly string[] }>(`/api/v1/devices/${items[0]?.id}/provisioning`);
    expect((await table.column('Autoprovisioning URL'))[names.indexOf('Held')]).toBe(urls.join(' '));
    expect(asked.filter((path) => path === '/api/v1/device-addresses')).toHaveLength(1);
  });

  it('complains of nothing but of what was refused', () => {
    expect(console.complaints.filter((complaint) => !/status of 4\d\d/.test(complaint))).toEqual([]);
  });
});
