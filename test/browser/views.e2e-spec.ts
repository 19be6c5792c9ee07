// Real: Chromium, axe-core, the console as built, the program as built on a home of its own. Pictures of each view lie in test/browser/pictures afterwards.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { namedId } from '@ringfleet/kernel';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { violations } from './support/accessibility.js';
import { ConsoleUnderTest, type Looks } from './support/console.js';

const PICTURES = join(import.meta.dirname, 'pictures');
const LOOKS: readonly (Looks & { readonly name: string })[] = [
  { name: 'light', width: 1280 },
  { name: 'dark', width: 1280, dark: true },
  { name: 'narrow', width: 390, dark: true },
  { name: 'french', width: 1280, language: 'fr' },
];
const LISTED = 'tbody tr, .rf-items li';
/** What a view shows once it is whole. */
const VIEWS: readonly (readonly [string, string])[] = [
  ['devices', LISTED],
  ['devices?q=nothing-like-this', '.rf-empty'],
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
  ['permissions', '#explanation'],
  ['audit', LISTED],
  ['dashboard', '.rf-chart .recharts-wrapper'],
  ['preferences', '#second-factor'],
  [`profiles/${namedId('profile/6821 standard')}`, '.rf-plain-list'],
];
const FIRST_LOAD_KB = 245;

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
  mkdirSync(PICTURES, { recursive: true });
});

afterAll(() => console.close());

const picture = (page: Page, view: string, look: string): Promise<Buffer> =>
  page.screenshot({ path: join(PICTURES, `${view.replaceAll(/\W+/g, '-')}.${look}.png`) }); // 'users?record=new' → 'users-record-new.dark.png'

describe.each(LOOKS)('the console, $name', ({ name, ...looks }) => {
  let page: Page;

  beforeAll(async () => {
    page = await console.openAs('admin', '/devices', looks);
  });

  /** What axe-core finds, and whether the page scrolls sideways as a whole. */
  const faultsOf = async (view: string): Promise<string[]> => {
    await picture(page, view, name);
    const found = await violations(page);
    const [wide, window] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
    return wide > window ? [...found, `it is ${wide} wide in a window of ${window}`] : found;
  };

  it.each(VIEWS)('is without fault at %s (UI-01)', async (view, whole) => {
    await page.goto(`/${view}`);
    await page.locator(whole).first().waitFor();
    expect(await faultsOf(view)).toEqual([]);
  });

  it('is without fault on every part of a device', async () => {
    await page.goto('/devices?q=Docs');
    await page.getByRole('link', { name: 'Docs Demo Phone 1' }).click();
    const faults: string[] = [];
    for (const tab of [0, 1, 2, 3]) {
      await page.getByRole('tab').nth(tab).click();
      await page.getByRole('tabpanel').locator('dl, table, ol').first().waitFor();
      faults.push(...(await faultsOf(`device-${tab}`)));
    }
    expect(faults).toEqual([]);
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
