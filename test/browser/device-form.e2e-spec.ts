// Real: Chromium, the console as built, the program as built on a home of its own.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { namedId } from '@ringfleet/kernel';
import type { Page } from 'playwright-core';
import type { DeviceView, Page as PageOf } from '../support/views.js';
import { violations } from './support/accessibility.js';
import { ConsoleUnderTest } from './support/console.js';
import { untilSeen } from './support/until-seen.js';

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
});

afterAll(() => console.close());

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).fill(option);
  await page.getByRole('listbox', { name: field }).getByRole('option', { name: option, exact: true }).click();
}

const deviceNamed = async (name: string): Promise<DeviceView | undefined> =>
  (await console.ringfleet.administrator.get<PageOf<DeviceView>>(`/api/v1/devices?name=${encodeURIComponent(name)}`)).items[0];

const focusedLabel = (page: Page): Promise<string> => page.evaluate<string>("document.activeElement.labels[0].innerText.replace(' *', '')");

describe('the form of a phone', () => {
  it('offers what fits a site, puts an account on the first line, and goes on with model and managed by (INV-11, UI-02a)', async () => {
    const page = await console.openAs('admin', '/devices?record=new');
    const drawer = page.getByRole('dialog', { name: 'New phone' });
    await drawer.getByLabel('Account on line 0').waitFor();
    const labels = async (): Promise<string[]> => (await drawer.locator('label').allInnerTexts()).map((label) => label.replace(' *', '')).slice(0, 11);
    await untilSeen(labels, [
      'Device model',
      'Device ID',
      'MAC address',
      'Managed by',
      'Assigned to',
      'CPE profile',
      'Inventory ID',
      'ASCII/AES key',
      'Description',
      'Site',
      'Account on line 0',
    ]);
    await choose(page, 'Assigned to', 'Canistracci OIL');
    await choose(page, 'Site', 'Canistracci OIL / Refinery');
    await drawer.getByRole('combobox', { name: 'Device model' }).click();
    await untilSeen(() => page.getByRole('listbox', { name: 'Device model' }).getByRole('option').allInnerTexts(), ['Cisco 6821', 'Snom D785']);
    await page.getByRole('listbox', { name: 'Device model' }).getByRole('option', { name: 'Cisco 6821' }).click();
    await page.getByRole('textbox', { name: 'Device ID' }).fill('Gate');
    await page.getByRole('textbox', { name: 'MAC address' }).fill('00:15:65:00:04:01');
    await choose(page, 'Account on line 0', 'Canistracci OIL / 8132803483');
    await page.getByRole('button', { name: 'Save & add another' }).click();
    await page.getByText('Saved. Add the next one.').waitFor();
    expect(await deviceNamed('Gate')).toMatchObject({ site: { name: 'Refinery' }, freePorts: 1 });
    await untilSeen(() => drawer.getByRole('combobox', { name: 'Device model' }).inputValue(), 'Cisco 6821');
    await untilSeen(() => page.getByRole('textbox', { name: 'Device ID' }).inputValue(), '');
  });

  it('says beside a field what would be refused, as one types, and leaves the focus where it is (INV-02, INV-03, INV-11)', async () => {
    const { name, macAddress } = (await deviceNamed('Docs Demo Phone 1')) ?? {};
    const page = await console.openAs('admin', '/devices?record=new');
    const [deviceId, mac] = [page.getByRole('textbox', { name: 'Device ID' }), page.getByRole('textbox', { name: 'MAC address' })];
    await mac.fill(macAddress ?? '');
    const taken = page.getByText(`has the MAC address ${macAddress} already`);
    await taken.waitFor();
    expect(await focusedLabel(page)).toBe('MAC address');
    await untilSeen(() => mac.getAttribute('aria-invalid'), 'true');
    await untilSeen(async () => [await page.locator('[aria-invalid=true]').count(), await deviceId.inputValue()], [1, '']); // nobody was there yet
    expect(await violations(page)).toEqual([]);
    await mac.press('Backspace');
    await mac.press('F');
    await taken.waitFor({ state: 'detached' });
    await deviceId.fill(name ?? '');
    await page.locator('[aria-invalid=true]').waitFor();
    await untilSeen(async () => [await focusedLabel(page), await mac.getAttribute('aria-invalid')], ['Device ID', null]);
    await untilSeen(() => page.getByRole('button', { name: 'Save', exact: true }).isEnabled(), true);
    const other = await console.ringfleet.administrator.post<DeviceView>('/api/v1/devices', {
      name: 'Unlike',
      model: namedId('model/Cisco 6821'),
      macAddress: '00:15:65:00:04:08',
    });
    await page.goto(`/devices/${other.id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await deviceId.fill(name ?? '');
    await page.getByRole('dialog').getByText('is there already').waitFor();
    await deviceId.fill('Unlike any other');
    await page.getByRole('dialog').getByText('is there already').waitFor({ state: 'detached' });
  });

  it('keeps what is typed over a closed drawer and a session that ended, but no secret', async () => {
    const page = await console.openAs('admin', '/devices?record=new');
    await page.getByRole('textbox', { name: 'Device ID' }).fill('Half typed');
    await page.getByRole('textbox', { name: 'ASCII/AES key' }).fill('s3cret');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('What you typed before is back.').waitFor();
    await page.evaluate("sessionStorage.removeItem('ringfleet.tokens')");
    await page.context().clearCookies();
    await page.reload();
    await console.signIn(page, 'admin');
    await page.getByText('What you typed before is back.').waitFor();
    await untilSeen(() => page.getByRole('textbox', { name: 'Device ID' }).inputValue(), 'Half typed');
    await untilSeen(() => page.getByRole('textbox', { name: 'ASCII/AES key' }).inputValue(), '');
    await page.getByRole('button', { name: 'Discard it' }).click();
    await untilSeen(() => page.getByRole('textbox', { name: 'Device ID' }).inputValue(), '');
  });

  it('replaces and clears a secret, which nobody is ever shown (PRV-03)', async () => {
    const { id } = await console.ringfleet.administrator.post<DeviceView>('/api/v1/devices', {
      name: 'Sealed',
      model: namedId('model/Cisco 6821'),
      macAddress: '00:15:65:00:04:09',
      asciiKey: 'first',
    });
    const secretsOf = async (): Promise<unknown> =>
      (await console.ringfleet.administrator.get<{ readonly secretVersion: number }>(`/api/v1/devices/${id}`)).secretVersion;
    expect(await secretsOf()).toBe(1);
    const page = await console.openAs('admin', `/devices/${id}`);
    await page.getByText('Set', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await untilSeen(() => page.getByRole('textbox', { name: 'ASCII/AES key' }).inputValue(), '');
    await page.getByRole('button', { name: 'Clear ASCII/AES key' }).click();
    await page.getByText('Cleared when you save.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await secretsOf()).toBe(2);
  });

  it('brings whoever saved in vain to what is wrong, told by the names that the fields have there, and from there to each field', async () => {
    const page = await console.openAs('admin', '/devices?record=new');
    await page.getByRole('dialog').getByRole('combobox', { name: 'Device model' }).click();
    await page.getByRole('listbox', { name: 'Device model' }).getByRole('option', { name: 'Cisco 6821' }).click();
    await page.getByRole('textbox', { name: 'Device ID' }).fill('x'.repeat(65));
    await page.getByRole('textbox', { name: 'Inventory ID' }).fill('y'.repeat(200));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const summary = page.locator('[role=alert]:focus');
    await summary.getByText('Device ID is longer than 64 characters').waitFor();
    expect(await summary.innerText()).not.toMatch(/\bname\b|inventoryId/);
    expect(await violations(page)).toEqual([]);
    await summary.getByRole('link', { name: 'Inventory ID' }).click();
    expect(await focusedLabel(page)).toBe('Inventory ID');
  });

  it('says who changed the phone meanwhile, in sight and first to be read; then Save is next (INV-14)', async () => {
    const { administrator } = console.ringfleet;
    const { id } = await administrator.post<DeviceView>('/api/v1/devices', {
      name: 'Contested',
      model: namedId('model/Cisco 6821'),
      macAddress: '00:15:65:00:04:0B',
    });
    const page = await console.openAs('admin', `/devices/${id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Inventory ID' }).fill('Mine');
    const headers = { 'content-type': 'application/json', 'if-match': '*' };
    await administrator.request(`/api/v1/devices/${id}`, { method: 'PATCH', headers, body: JSON.stringify({ description: 'Theirs' }) });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const alert = page.locator('[role=alert]:focus');
    await alert.getByText(/^(?!Somebody).+ changed it on /).waitFor();
    const isInSight = '(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.activeElement.getBoundingClientRect())';
    expect(await page.evaluate<boolean>(isInSight)).toBe(true);
    await alert.getByRole('button', { name: 'Keep mine where I typed, theirs elsewhere' }).click();
    await page.locator('button:focus', { hasText: 'Save' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await deviceNamed('Contested')).toMatchObject({ inventoryId: 'Mine', description: 'Theirs' });
  });

  it('complains of nothing but of what was refused', () => {
    expect(console.complaints.filter((text) => !/status of (?:400|412)/.test(text))).toEqual([]);
  });
});
