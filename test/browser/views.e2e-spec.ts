// Real: Chromium, axe-core, the console as built, the program as built on a home of its own. Pictures of each view lie in test/browser/pictures afterwards.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { namedId } from '@ringfleet/kernel';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { violations } from './support/accessibility.js';
import { ConsoleUnderTest } from './support/console.js';

const PICTURES = join(import.meta.dirname, 'pictures');
/** One load of a view is looked at in each of these, in this order. axe-core sees both colour schemes and both shapes of a list; French can only be too long. */
const LOOKS = [
  { name: 'light', width: 1280, colours: 'light', french: false, axe: true },
  { name: 'dark', width: 1280, colours: 'dark', french: false, axe: true },
  { name: 'dark-narrow', width: 390, colours: 'dark', french: false, axe: true },
  { name: 'light-narrow', width: 390, colours: 'light', french: false, axe: false },
  { name: 'french-narrow', width: 390, colours: 'light', french: true, axe: false },
  { name: 'french', width: 1280, colours: 'light', french: true, axe: false },
] as const;
const LISTED = 'tbody tr, .rf-items li';
/** What a view shows once it is whole. */
const VIEWS: readonly (readonly [string, string])[] = [
  ['devices', LISTED],
  ['devices?q=nothing-like-this', '.rf-empty'],
  ['devices?record=new', '.rf-form'],
  ['imports', '.rf-drop'],
  ['resellers', LISTED],
  ['customers', LISTED],
  ['sites', LISTED],
  ['accounts', LISTED],
  ['users', LISTED],
  ['service-keys', LISTED],
  ['users?record=new', '.rf-form'],
  ['models', LISTED],
  ['models?record=new', '.rf-form'],
  ['profiles', LISTED],
  ['operations', '.rf-empty'],
  [`line-states?f.customer=${namedId('customer/Canistracci OIL')}`, LISTED],
  ['permissions', '#explanation'],
  ['audit', LISTED],
  ['dashboard', '.rf-chart .recharts-wrapper'],
  ['preferences', '#second-factor'],
  [`profiles/${namedId('profile/6821 standard')}`, '.rf-plain-list'],
  [`profiles/${namedId('profile/6821 standard')}/versions/1`, '.cm-line'],
];
const FIRST_LOAD_KB = 245;

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
  const headers = { 'content-type': 'application/json', 'if-match': '*' };
  await console.ringfleet.administrator.request('/api/v1/provider', { method: 'PATCH', headers, body: JSON.stringify({ lineStatesReport: true }) });
  mkdirSync(PICTURES, { recursive: true });
});

afterAll(() => console.close());

/** Changes how the page looks without loading it again. */
async function turn(page: Page, { width, colours, french }: (typeof LOOKS)[number]): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: colours });
  const language = french ? 'fr' : 'en';
  // Where a drawer is open it covers the button.
  if ((await page.getAttribute('html', 'lang')) !== language) await page.locator(`.rf-top-button[lang=${language}]`).dispatchEvent('click');
  await page.locator(`html[lang=${language}]`).waitFor();
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
}

/** What axe-core finds in any look, and where the page scrolls sideways as a whole; a picture of each stays. */
async function faultsOf(page: Page, view: string, whole: string): Promise<string[]> {
  const faults: string[] = [];
  for (const look of LOOKS) {
    await turn(page, look);
    await page.locator(whole).first().waitFor();
    await page.screenshot({ path: join(PICTURES, `${view.replaceAll(/\W+/g, '-')}.${look.name}.png`) }); // 'users?record=new' → 'users-record-new.dark.png'
    if (look.axe) faults.push(...(await violations(page)).map((found) => `${look.name}: ${found}`));
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (wide > look.width) faults.push(`${look.name}: it is ${wide} wide in a window of ${look.width}`);
  }
  return faults;
}

describe('the console', () => {
  let page: Page;

  beforeAll(async () => {
    page = await console.openAs('admin', '/devices');
  });

  it.each(VIEWS)('is without fault at %s: light and dark, wide and narrow, in both languages (UI-01)', async (view, whole) => {
    await page.goto(`/${view}`);
    await page.locator(whole).first().waitFor();
    expect(await faultsOf(page, view, whole)).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4, 5])('is without fault on part %i of a device (UI-01)', async (tab) => {
    await page.goto('/devices?q=Docs');
    await page.getByRole('link', { name: 'Docs Demo Phone 1' }).click();
    await page.getByRole('tab').nth(tab).click();
    expect(await faultsOf(page, `device-${tab}`, '[role=tabpanel] :is(dl, table, ol, #fetches)')).toEqual([]);
  });
});

describe('the first load', () => {
  it(`brings at most ${FIRST_LOAD_KB} kB, compressed, until the list is there`, async () => {
    const page = await console.openAs('admin', '/devices');
    const received = await page.evaluate<{ name: string; encodedBodySize: number }[]>(
      "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/')).map(({ name, encodedBodySize }) => ({ name, encodedBodySize }))",
    );
    expect(received.length).toBeGreaterThan(2);
    expect(received.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000).toBeLessThanOrEqual(FIRST_LOAD_KB);
  });

  it('complains of nothing', () => {
    expect(console.complaints).toEqual([]);
  });
});
