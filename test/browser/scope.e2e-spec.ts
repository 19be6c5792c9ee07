// Real: Chromium, the console as built, the program as built on a home of its own.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { namedId } from '@ringfleet/kernel';
import type { Page } from 'playwright-core';
import { choose } from './support/chosen.js';
import { ConsoleUnderTest } from './support/console.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

/** More than the API gives at once. */
const MANY = 201;
const CUSTOMER = namedId('customer/Canistracci OIL');

let console: ConsoleUnderTest;
let zulu: string;
let hotel: string;
let annex: string;

const made = async (path: string, body: object): Promise<string> =>
  (await console.ringfleet.administrator.post<{ readonly id: string }>(`/api/v1/${path}`, body)).id;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
  await Promise.all(Array.from({ length: MANY }, (_, index) => made('resellers', { name: `Reseller ${index}` })));
  zulu = await made('resellers', { name: 'Zulu Telecom' });
  hotel = await made('customers', { name: 'Zulu Hotel', resellerId: zulu });
  annex = await made('sites', { name: 'Annex', customerId: CUSTOMER });
  const rows = ['Add,Zulu One,Cisco 6821,00:15:65:00:02:01,Zulu Telecom', 'Add,Nobody One,Cisco 6821,00:15:65:00:02:02,'];
  const { counts } = await console.ringfleet.administrator.import(['Action,Name,Device model,MAC address,Managed by', ...rows].join('\n'));
  expect(counts.applied).toBe(2);
});

afterAll(() => console.close());

const said = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).waitFor();

describe('the scope', () => {
  it('can be any reseller and any customer of however many, by part of a name, and always says which it is (UI-02b)', async () => {
    const page = await console.openAs('admin', '/devices');
    const table = new Table(page);
    await choose(page, 'Scope: Everything', 'zulu tel', 'Zulu Telecom');
    await said(page, 'Scope: Zulu Telecom');
    await untilSeen(() => table.column('Device ID'), ['Zulu One']);
    await page.locator('button:focus', { hasText: 'Zulu Telecom' }).waitFor();
    await choose(page, 'Scope: Zulu Telecom', 'zulu ho', 'Zulu Telecom / Zulu Hotel');
    await said(page, 'Scope: Zulu Telecom / Zulu Hotel');
    expect(new URL(page.url()).search).toBe(`?scope=customer%3A${hotel}`);
    await page.reload();
    await said(page, 'Scope: Zulu Telecom / Zulu Hotel');
    await page.getByText('No phones in this scope.').waitFor();
  });

  it('and the filters are chosen among all there are, and say what is filtered (INV-10)', async () => {
    const page = await console.openAs('admin', `/devices?f.managedBy=${zulu}`);
    const table = new Table(page);
    await said(page, 'Managed by: Zulu Telecom');
    await untilSeen(() => table.column('Device ID'), ['Zulu One']);
    await choose(page, 'Managed by: Zulu Telecom', '', 'Administrator only');
    await said(page, 'Managed by: Administrator only');
    await page.getByRole('searchbox').fill('Nobody');
    await untilSeen(() => table.column('Device ID'), ['Nobody One']);
    await choose(page, 'Device model: any', 'T54W', 'Yealink SIP-T54W');
    await said(page, 'Device model: Yealink SIP-T54W');
    await page.getByText('No phone matches.').waitFor();
  });
});

describe('the dashboard', () => {
  it('counts what is in the scope, and leads to lists in it (UI-02b)', async () => {
    const page = await console.openAs('admin', `/dashboard?scope=reseller:${zulu}`);
    await page.getByRole('link', { name: '1 Phones / CPE', exact: true }).waitFor();
    await page.getByText('Show as table').nth(1).click();
    await page.getByRole('link', { name: 'Cisco 6821', exact: true }).click();
    await untilSeen(() => new Table(page).column('Device ID'), ['Zulu One']);
    await said(page, 'Scope: Zulu Telecom');
  });
});

describe('an address', () => {
  it('of which something is not known is followed in what is, and says so', async () => {
    const page = await console.openAs('admin', '/devices?q=Docs&f.nope=1&f.status=zzz&sort=nonsense&asOf=garbage');
    await page.getByText('Some of the address is not known and was left out.').waitFor();
    await untilSeen(() => new Table(page).column('Device ID'), ['Docs Demo Phone 1']);
    expect(await page.getByText('As it was on').count()).toBe(0);
  });
});

describe('the scope of a customer', () => {
  it('is all its sites or one, and whoever it is leaves with it through the palette (UI-02b)', async () => {
    const page = await console.openAs('canistracci-admin', '/devices');
    const table = new Table(page);
    await untilSeen(() => table.column('Device ID'), ['Docs Demo Phone 1']);
    await choose(page, 'Scope: All sites', 'annex', 'Annex');
    await said(page, 'Scope: Annex');
    await page.getByText('No phones in this scope.').waitFor();
    await page.keyboard.press('Control+k');
    const search = page.getByRole('combobox', { name: 'Search and go' });
    const [answer] = await Promise.all([page.waitForRequest((request) => request.url().includes('q=Docs')), search.fill('Docs Demo')]);
    expect(new URL(answer.url()).searchParams.get('site')).toBe(annex);
    await search.fill('Users');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    expect(new URL(page.url()).search).toBe(`?scope=site%3A${annex}`);
  });
});

describe('the palette', () => {
  it('has what was typed before it was there, of which nothing acts behind it', async () => {
    const page = await console.openAs('admin', '/devices');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/palette-[\w-]+\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('nSites');
    expect(await page.getByRole('dialog').count()).toBe(0);
    release();
    await untilSeen(() => page.getByRole('dialog').getByRole('combobox').inputValue(), 'nSites');
    expect(new URL(page.url()).search).toBe('');
  });
});

describe('the console', () => {
  it('complains of nothing', () => {
    expect(console.complaints).toEqual([]);
  });
});
