// Real: Chromium, the console as built, the program as built on a home of its own, Kamailio, phones over UDP.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { namedId } from '@ringfleet/kernel';
import { type Kamailio, Phone, startKamailio } from '@ringfleet/testing';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Download, Page } from 'playwright-core';
import type { Page as PageOf } from '../support/views.js';
import { violations } from './support/accessibility.js';
import { ConsoleUnderTest } from './support/console.js';
import { ProvisionedPhone } from './support/provisioned-phone.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

const NAMES = Array.from({ length: 12 }, (_, index) => `Ctl ${String(index + 1).padStart(2, '0')}`);
const macOf = (index: number): string => `0015650009${String(index + 1).padStart(2, '0')}`;

/** What waits for its turn still does at the end. */
const REPORTS = { RINGFLEET_LINE_STATES_APART_SECONDS: '600', RINGFLEET_LINE_STATES_WAIT_SECONDS: '600' };

let kamailio: Kamailio;
let console: ConsoleUnderTest;
const phones: Phone[] = [];

beforeAll(async () => {
  kamailio = await startKamailio();
  console = await ConsoleUnderTest.open({ ...kamailio.environment, ...REPORTS });
  const rows = NAMES.map((name, index) => `Add,${name},Yealink SIP-T54W,${macOf(index)}`);
  const { counts } = await console.ringfleet.administrator.import(['Action,Name,Device model,MAC address', ...rows].join('\n'));
  expect(counts.applied).toBe(NAMES.length);
});

afterAll(async () => {
  for (const phone of phones) phone.close();
  await console.close();
  await kamailio.remove();
});

/** The phone of a device, as one that has just started. */
async function phoneOf(index: number): Promise<Phone> {
  const mac = macOf(index);
  const phone = await Phone.at(kamailio.port, { user: `u${index}`, mac, userAgent: 'Yealink SIP-T54W 96.86.0.100' });
  phones.push(phone);
  expect(await phone.register(600)).toBe(200);
  return phone;
}

/** Asked of the service until the list is filtered by it as the registrar has it. */
async function untilFiltered(status: string, count: number, q = 'Ctl'): Promise<void> {
  for (;;) {
    const { items } = await console.ringfleet.administrator.get<PageOf<unknown>>(`/api/v1/devices?status=${status}&q=${q}`);
    if (items.length === count) return;
    await pause(50);
  }
}

interface Made {
  readonly id: string;
}

async function deviceOf(index: number): Promise<string> {
  const { items } = await console.ringfleet.administrator.get<PageOf<Made>>(`/api/v1/devices?q=${macOf(index)}`);
  return items[0]?.id ?? '';
}

async function actOnSelected(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'Actions', exact: true }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

describe('whether a phone is registered', () => {
  it('changes in the list and on its page as soon as the registrar says so, and what is not known reads N/A (CTL-01, CTL-04)', async () => {
    const list = await console.openAs('admin', '/devices?q=Ctl+01', { width: 390 });
    const item = list.getByRole('listitem').filter({ hasText: 'Ctl 01' });
    await item.getByText('Unregistered').waitFor();
    const page = await console.openAs('admin', '/devices?q=Ctl+01');
    await page.getByRole('link', { name: 'Ctl 01' }).click();
    await page.getByRole('tab', { name: 'Status' }).click();
    const panel = page.getByRole('tabpanel');
    const detail = (name: string): Promise<string> =>
      panel
        .locator('dl > div', { has: page.getByText(name, { exact: true }) })
        .locator('dd')
        .innerText();
    await panel.getByText('Unregistered').waitFor();
    await untilSeen(async () => [await detail('Remote IP'), await detail('MAC address')], ['N/A', '00:15:65:00:09:01']);
    const phone = await phoneOf(0);
    await item.getByText('Registered', { exact: true }).waitFor();
    await panel.getByText('Registered since').waitFor();
    await untilSeen(async () => [await detail('Remote IP'), await detail('User agent')], ['127.0.0.1', 'Yealink SIP-T54W 96.86.0.100']);
    expect(await panel.getByText('Multicell station ID').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await phone.register(0, '*');
    await item.getByText('Unregistered').waitFor();
    await panel.getByText('Unregistered').waitFor();
    await page.locator('.rf-title').getByText('Unregistered').waitFor();
  });

  it('is a column, a filter and an order of the list (INV-10)', async () => {
    await phoneOf(1);
    await untilFiltered('registered', 1);
    const page = await console.openAs('admin', '/devices?q=Ctl');
    const table = new Table(page);
    await table.settled();
    await page.getByRole('combobox', { name: '+ Filter' }).selectOption({ label: 'Status' });
    await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Registered' });
    await page.locator('tbody tr', { hasText: 'Ctl 03' }).waitFor({ state: 'detached' });
    await untilSeen(() => table.column('Device ID'), ['Ctl 02']);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('checkbox', { name: 'Status' }).check();
    await page.keyboard.press('Escape');
    await page.locator('tbody').getByText('Registered', { exact: true }).waitFor();
    await untilSeen(() => table.column('Status'), ['Registered']);
    await page.getByRole('combobox', { name: 'Status' }).selectOption('');
    const header = page.getByRole('button', { name: 'Status', exact: true });
    await header.click();
    await page.locator('th[aria-sort=ascending]', { hasText: 'Status' }).waitFor();
    await untilSeen(async () => (await table.column('Device ID'))[0], 'Ctl 02');
    await header.click();
    await page.locator('th[aria-sort=descending]', { hasText: 'Status' }).waitFor();
    await untilSeen(async () => (await table.column('Device ID')).at(-1), 'Ctl 02');
  });
});

describe('operations on phones', () => {
  it('restart those that are ticked, show what became of each, are cancelled, and are found again by the bell (CTL-03, UI-02a, UI-03)', async () => {
    const page = await console.openAs('admin', '/devices?q=Ctl');
    await new Table(page).settled();
    for (const name of ['Ctl 02', 'Ctl 03']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
    await actOnSelected(page, 'Restart device…');
    const dialog = page.getByRole('dialog', { name: 'Restart 2 phones?' });
    await dialog.getByText('Ctl 02, Ctl 03', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Restart 2 phones' }).click();
    await page.getByRole('heading', { level: 1, name: 'Restart of 2 phones' }).waitFor();
    const outcomes = page.getByRole('list', { name: 'Outcomes' });
    await outcomes.getByRole('button', { name: 'Sent 1' }).waitFor();
    await outcomes.getByRole('button', { name: 'Waiting 1' }).click();
    const names = page.getByRole('region', { name: 'Outcomes' }).locator('tbody td:first-child');
    await names.filter({ hasText: 'Ctl 02' }).waitFor({ state: 'detached' });
    await untilSeen(() => names.allInnerTexts(), ['Ctl 03']);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel operation' }).click();
    await outcomes.getByRole('button', { name: 'Cancelled 1' }).waitFor();
    await phoneOf(1); // it has started again
    await outcomes.getByRole('button', { name: 'Confirmed 1' }).click();
    await names.filter({ hasText: 'Ctl 02' }).waitFor();
    await page.locator('.rf-title').getByText('Cancelled', { exact: true }).waitFor();
    const address = page.url().replace(/\?.*/, '');
    await page.goto('/devices');
    await page.getByRole('button', { name: /^Notifications, [1-9]/ }).click();
    await page.getByRole('link', { name: 'Restart device: cancelled' }).click();
    await page.getByRole('heading', { level: 1, name: 'Restart of 2 phones' }).waitFor();
    await page.waitForURL(address);
    await page.getByRole('link', { name: 'Operations' }).first().click();
    await page.getByRole('cell', { name: 'Restart device' }).waitFor();
  });

  it('are begun for all that match after the count is typed, by the keyboard too (CTL-03, UI-02c)', async () => {
    const phone = await ProvisionedPhone.of(console.ringfleet.administrator, await deviceOf(1));
    const page = await console.openAs('admin', '/devices?q=Ctl');
    const table = new Table(page);
    await table.settled();
    await page.getByRole('combobox', { name: 'Number of results' }).selectOption('10');
    await page.locator('tbody tr', { hasText: 'Ctl 11' }).waitFor({ state: 'detached' });
    await table.settled();
    await page.getByRole('checkbox', { name: 'Select this page' }).check();
    await page.getByRole('button', { name: 'Select all 12 that match' }).click();
    await page.getByRole('button', { name: 'Actions', exact: true }).press('Enter');
    await page.getByRole('menuitem', { name: 'Resync config…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Resync 12 phones?' });
    const button = dialog.getByRole('button', { name: 'Resync 12 phones' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('12');
    await button.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Resync of 12 phones' }).waitFor();
    await page.getByRole('button', { name: 'Waiting 11' }).waitFor();
    await page.getByRole('button', { name: 'Sent 1' }).waitFor();
    expect(await phone.ask()).toBe('200');
    await page.getByRole('button', { name: 'Confirmed 1' }).waitFor();
  });

  it('complain of nothing', () => {
    expect(console.complaints).toEqual([]);
  });
});

describe('the line states', () => {
  const CUSTOMER = namedId('customer/Canistracci OIL');

  it('are there once they were switched on, of a customer and its sites, by filters, and the inventory of a site beside them (DIR-08, EXP-03, EXP-04)', async () => {
    const phone = await Phone.at(kamailio.port, { user: '8133793275', mac: '00AA6E33D748' });
    phones.push(phone);
    await phone.register(600);
    await untilFiltered('registered', 1, 'Docs+Demo+Phone+1');
    const page = await console.openAs('admin', '/preferences');
    const places = page.getByRole('navigation', { name: 'Navigation' });
    expect(await places.getByRole('link', { name: 'Line states' }).count()).toBe(0);
    await page.getByRole('switch', { name: 'Line-states report' }).click();
    await places.getByRole('link', { name: 'Line states' }).click();
    await page.getByRole('button', { name: 'Customer: any' }).click();
    await page.locator('[data-combobox-option]').filter({ hasText: 'Canistracci OIL' }).click();
    const table = new Table(page);
    await untilSeen(
      async () => [await table.column('Device ID'), await table.column('Number')],
      [Array(2).fill('Docs Demo Phone 1'), ['8133793275', '8132803482']],
    );
    await page.getByRole('button', { name: 'All sites' }).click();
    await page.locator('[data-combobox-option]').filter({ hasText: 'Head office' }).click();
    await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Registered' });
    await page.locator('tbody tr', { hasText: '8132803482' }).waitFor({ state: 'detached' });
    await untilSeen(async () => [await table.column('Line'), await table.column('State')], [['0'], ['Registered']]);
    expect(await violations(page)).toEqual([]);
    const [report] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export device status' }).click()]);
    expect([report.suggestedFilename(), await textOf(report)]).toEqual([
      'line-states-Head office.csv',
      expect.stringMatching(/^Site,[^\n]+\r\nHead office,Docs Demo Phone 1,00:AA:6E:33:D7:48,Cisco 6821,0,8133793275,3275,Registered,20[^\n]+\r\n$/),
    ]);
    const [inventory] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download site inventory' }).click()]);
    expect(await textOf(inventory)).toContain('\r\n00:AA:6E:33:D7:48,Cisco 6821,0,Head office\r\n');
  });

  it('say when the report is asked for again, where too many are asked for at once, and ask for it then (EXP-05)', async () => {
    const page = await console.openAs('admin', `/line-states?f.customer=${CUSTOMER}`);
    await new Table(page).settled();
    const stop = new AbortController();
    const ask = async (q: string): Promise<number> =>
      (await console.ringfleet.administrator.fetch(`/api/v1/reports/line-states.csv?customer=${CUSTOMER}&q=${q}`, { signal: stop.signal })).status;
    // Of one session: the report before this one or one of these is there, another waits, and one is too many.
    const waiting = ['a', 'b', 'c'].map((q) => ask(q).catch(() => 0));
    expect([await Promise.race(waiting.map(async (each) => ((await each) === 429 ? 429 : new Promise<never>(() => undefined))))]).toEqual([429]);
    await page.clock.install();
    const asked = (): Promise<unknown> => page.waitForResponse((response) => response.url().includes('line-states.csv') && response.status() === 429);
    await Promise.all([asked(), page.getByRole('button', { name: 'Export device status' }).click()]);
    const button = page.getByRole('button', { name: /^Next export in \d+:\d\d$/ });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    await page.getByText('This one is asked for again by itself.').waitFor();
    expect(await violations(page)).toEqual([]);
    const again = asked();
    await page.clock.runFor('10:01');
    await again;
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Export device status' }).waitFor();
    stop.abort();
    await Promise.all(waiting);
  });
});

const textOf = async (file: Download): Promise<string> => text(await file.createReadStream());
