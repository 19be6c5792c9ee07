// Real: Chromium, the console as built, the program as built on a home of its own.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { namedId } from '@ringfleet/kernel';
import { ConsoleUnderTest } from './support/console.js';
import { Table } from './support/table.js';
import { untilSeen } from './support/until-seen.js';

let console: ConsoleUnderTest;

beforeAll(async () => {
  console = await ConsoleUnderTest.open();
});

afterAll(() => console.close());

describe('device models', () => {
  it('are added and changed by the provider, prefixes in whatever spelling (INV-13)', async () => {
    const page = await console.openAs('admin', '/models?record=new');
    const form = page.locator('.rf-form');
    await form.getByLabel('Vendor').fill('Acme');
    await form.getByLabel('Name').fill('T-1');
    await form.getByLabel('Ports').fill('3');
    await form.getByLabel('MAC prefixes').fill('00:11:aa');
    await form.getByLabel('MAC prefixes').press('Enter');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('acme');
    await page.getByText('1–1').waitFor();
    await page.getByRole('link', { name: 'Acme T-1' }).click();
    const table = new Table(page);
    await untilSeen(() => table.column('MAC prefixes'), ['0011AA']);
    await untilSeen(() => form.getByLabel('Name').inputValue(), 'T-1');
    await form.getByLabel('Expansion modules').fill('2');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('gridcell', { name: '2 expansion modules' }).waitFor();
    await untilSeen(() => table.column('Name'), ['Acme T-1']);
  });

  it('are read by a reseller, who adds and changes none (DIR-02a)', async () => {
    const page = await console.openAs('north-admin', '/models?q=6821');
    await page.getByRole('link', { name: 'Cisco 6821' }).click();
    await page.locator('.rf-form').waitFor();
    await untilSeen(() => page.locator('.rf-form input:enabled').count(), 0);
    await untilSeen(() => page.getByRole('button', { name: /^(Add|Save|Delete)/ }).count(), 0);
  });

  it('are approved for a site on its form, and the list of sites says how many (DIR-07)', async () => {
    const page = await console.openAs('admin', '/sites?q=Head');
    await page.getByRole('link', { name: 'Head office' }).click();
    const models = page.getByRole('combobox', { name: 'Approved models' });
    await models.fill('6821');
    await page.getByRole('option', { name: 'Cisco 6821' }).click();
    await models.press('Tab'); // the choices would cover the button
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await untilSeen(() => new Table(page).column('Approved models'), ['1']);
  });
});

describe('CPE profiles', () => {
  it('are led to from the list of phones: whose it is, its models, the devices that use it (INV-10)', async () => {
    const page = await console.openAs('admin', '/devices?q=Docs');
    await page.getByRole('link', { name: '6821 standard' }).click();
    await page.getByRole('heading', { level: 1, name: '6821 standard' }).waitFor();
    await page.locator('.rf-details').getByText('Provider').waitFor();
    await page.locator('.rf-details').getByText('Cisco 6821').waitFor();
    await page.getByRole('link', { name: 'Docs Demo Phone 1' }).waitFor();
    await page.getByRole('link', { name: 'See them in the list of phones' }).click();
    const table = new Table(page);
    await untilSeen(() => table.column('Device ID'), ['Docs Demo Phone 1']);
  });

  it('get another version: a starter, whose fault is shown at its line and mended, as a phone would get it, with what somebody else saved, published (PRV-01, PRV-02)', async () => {
    const page = await console.openAs('admin', `/profiles/${namedId('profile/6821 standard')}`);
    await page.getByRole('button', { name: 'Start a draft' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Begin with' }).selectOption('Cisco');
    await dialog.getByRole('button', { name: 'Start a draft' }).click();
    await page.getByRole('heading', { level: 1, name: '6821 standard, version 2' }).waitFor();
    const editor = page.getByRole('textbox', { name: 'Text of {mac}.cfg' });
    await editor.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('<!-- {{ params.nothing }} -->');
    await page.locator('.rf-template-problems').getByText('Line 2').waitFor();
    await page.locator('.cm-lintRange-error', { hasText: 'params.nothing' }).waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await dialog.getByRole('button', { name: 'Publish for 1 phone' }).click();
    await dialog.getByRole('alert').getByText('template_fails').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('button:focus', { hasText: 'Publish…' }).waitFor(); // where it was opened
    await untilSeen(() => page.locator('.rf-template-problems li').count(), 1); // the preview has said the same of the line
    await editor.focus();
    await page.keyboard.press('Shift+Home');
    await page.keyboard.type('<!-- {{ params.ntp_server }} -->');
    await page.locator('.rf-rendered').getByText('<!-- ').waitFor();
    await page.getByRole('tab', { name: 'Variables 5' }).click();
    await page.getByRole('textbox', { name: 'Port of the registrar' }).fill('70000');
    await page.getByText('sip_port is at most 65535.').waitFor();
    await page.getByRole('textbox', { name: 'Port of the registrar' }).fill('5061');
    await page.getByText('Saved', { exact: true }).waitFor();
    const path = `/api/v1/profiles/${namedId('profile/6821 standard')}/versions/2`;
    const headers = { 'content-type': 'application/json', 'if-match': '*' };
    await console.ringfleet.administrator.request(path, { method: 'PATCH', headers, body: JSON.stringify({ note: 'By another' }) });
    await page.getByRole('textbox', { name: 'Registrar', exact: true }).fill('sip.example.org');
    await page.getByRole('button', { name: 'Keep mine where I typed, theirs elsewhere' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('By another');
    await page.getByRole('textbox', { name: "Password of the phone's own pages" }).fill('canary-7');
    await page.getByRole('textbox', { name: 'Time server' }).fill('time.example.org');
    const value = page.locator('.rf-value', { hasText: 'time.example.org' }).first();
    await value.hover();
    await page.locator('.rf-origin').getByText('is set by 6821 standard, version 2').waitFor();
    expect(await page.content()).not.toContain('canary-7');
    await page.getByRole('tab', { name: 'Difference' }).click();
    await page.getByRole('row', { name: 'ntp_server =' }).getByText('time.example.org').waitFor();
    await page.locator('[data-sign="in"]', { hasText: 'params.ntp_server' }).waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await dialog.getByRole('button', { name: 'Publish for 1 phone' }).click();
    await page.locator('.rf-title').getByText('Published').waitFor();
    expect(await page.getByRole('textbox', { name: 'Note' }).count()).toBe(0);
  });

  it('keep what was typed when somebody publishes or discards the draft meanwhile: it goes into a new one (PRV-01)', async () => {
    const path = `/api/v1/profiles/${namedId('profile/T21 standard')}/versions`;
    const asked = (at: string, body: object) =>
      console.ringfleet.administrator.request(at, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'if-match': '*' },
        body: JSON.stringify(body),
      });
    const { number } = (await asked(path, { basedOn: 1 })).body as { readonly number: number };
    const page = await console.openAs('admin', `/profiles/${namedId('profile/T21 standard')}/versions/${number}/variables`);
    const registrar = page.getByRole('textbox', { name: 'Registrar', exact: true });
    await registrar.waitFor();
    expect((await asked(`${path}/${number}/publish`, {})).status).toBe(200);
    await registrar.fill('sip.example.net');
    await page.getByRole('button', { name: 'Go on in a new draft' }).click();
    await page.getByRole('heading', { level: 1, name: `T21 standard, version ${number + 1}` }).waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await registrar.inputValue()).toBe('sip.example.net');
    await console.ringfleet.administrator.request(`${path}/${number + 1}`, { method: 'DELETE', headers: { 'if-match': '*' } });
    await registrar.fill('sip.example.com');
    await page.getByText(`Version ${number + 1} was discarded by somebody`).waitFor();
    await page.getByRole('button', { name: 'Save as a new draft' }).click();
    await page.getByRole('heading', { level: 1, name: `T21 standard, version ${number + 2}` }).waitFor();
    expect(await registrar.inputValue()).toBe('sip.example.com');
  });

  it('set a text to nothing, which wins over what it would be, until it is not set here; keep the ends of lines as they came; take no word for a number (PRV-01, PRV-02)', async () => {
    const path = `/api/v1/profiles/${namedId('profile/T21 standard')}/versions`;
    const headers = { 'content-type': 'application/json' };
    const templates = [{ file: '{mac}.cfg', format: 'text', text: 'a = 1\r\nb = 2\r\n' }];
    const made = await console.ringfleet.administrator.request(path, { method: 'POST', headers, body: JSON.stringify({ basedOn: 1, templates }) });
    const { number } = made.body as { readonly number: number };
    const read = async () => (await console.ringfleet.administrator.request(`${path}/${number}`)).body as { values: object; templates: typeof templates };
    const said = async () => (await read()).values;
    const values = await said();
    const page = await console.openAs('admin', `/profiles/${namedId('profile/T21 standard')}/versions/${number}/variables`);
    await page.getByRole('button', { name: 'Leave Time server empty' }).click();
    await untilSeen(said, { ...values, ntp_server: '' });
    expect(await page.getByRole('textbox', { name: 'Time server' }).getAttribute('placeholder')).toBe('(empty)');
    await page.getByRole('button', { name: 'Do not set Time server here' }).click();
    await untilSeen(said, values);
    await page.getByRole('button', { name: 'Add variable' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('vlan');
    await dialog.getByRole('combobox', { name: 'Type' }).selectOption('integer');
    const standard = dialog.getByRole('textbox', { name: 'Default' });
    await standard.fill('12a');
    await dialog.getByRole('button', { name: 'Save variable' }).click();
    await dialog.locator('input:focus:invalid').waitFor(); // it is said beside it
    await standard.fill('12');
    await dialog.getByRole('button', { name: 'Save variable' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Edit vlan' }).click();
    await dialog.getByRole('combobox', { name: 'Type' }).selectOption('string');
    await standard.fill('');
    await dialog.getByRole('button', { name: 'Make the empty text the default' }).click();
    await dialog.getByRole('button', { name: 'Save variable' }).click();
    await page.getByText('Default (empty)').waitFor();
    await page.getByRole('tab', { name: /^Templates/ }).click();
    await page.getByRole('textbox', { name: 'Text of {mac}.cfg' }).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('c = 3');
    await untilSeen(async () => (await read()).templates[0]?.text, 'a = 1\r\nb = 2\r\nc = 3');
  });

  it('are listed in French too', async () => {
    const page = await console.openAs('admin', '/profiles', { language: 'fr' });
    const table = new Table(page);
    await table.settled();
    await untilSeen(() => table.headers(), ['Nom', 'Propriétaire', 'Modèles', 'Partagé avec les revendeurs']);
    expect(await table.column('Propriétaire')).toContain('Opérateur');
  });
});

describe('the dashboard', () => {
  it('counts devices by state, model and manager, in pictures and tables, and each figure leads to its list (UI-02a)', async () => {
    const { counts } = await console.ringfleet.administrator.import(
      [
        'Action,Name,Device model,MAC address,Managed by',
        'Add,Counted 1,Cisco 8851,00:15:65:00:0a:01,North Telecom',
        'Add,Counted 2,Nothing,00:15:65:00:0a:02,',
      ].join('\n'),
    );
    expect(counts).toMatchObject({ applied: 1, rejected: 1 });
    const page = await console.openAs('admin', '/dashboard');
    await page.getByRole('link', { name: '1 In stock' }).waitFor();
    await page.locator('.rf-chart .recharts-wrapper').nth(3).waitFor();
    const table = async (name: string): Promise<string> => {
      const part = page.getByRole('region', { name });
      await part.getByText('Show as table').click();
      return part.getByRole('table').innerText();
    };
    expect(await table('By device model')).toMatch(/Cisco 6821\s+1\s+Cisco 8851\s+1/);
    expect(await table('By who manages them')).toMatch(/North Telecom\s+1\s+Administrator only\s+1/);
    expect(await table('Rows imported in the last days')).toMatch(/Applied\s+Unchanged\s+Rejected\s+.+\s+1\s+0\s+1/);
    expect(await table('Phones over time, by state')).toMatch(/In stock\s+Assigned\s+In service\s+Retired\s+.+\s+1\s+0\s+1\s+0/);
    await page.getByRole('link', { name: 'North Telecom' }).click();
    const list = new Table(page);
    await untilSeen(() => list.column('Device ID'), ['Counted 1']);
  });

  it('counts for a reseller what it sees alone (DIR-03)', async () => {
    const page = await console.openAs('harbour-admin', '/dashboard');
    await page.getByRole('link', { name: '0 Phones / CPE' }).waitFor();
  });
});

describe('a draft of a profile that many phones have', () => {
  it('loses no template without a question, and is not published before one has typed how many get it (UI-02c, UI-08)', async () => {
    const { administrator } = console.ringfleet;
    const { id } = await administrator.post<{ readonly id: string }>('/api/v1/profiles', { name: 'Many have it', modelIds: [namedId('model/Cisco 6821')] });
    const templates = ['{mac}.cfg', 'common.cfg'].map((file) => ({ file, format: 'text', text: 'a = 1' }));
    await administrator.post(`/api/v1/profiles/${id}/versions`, { templates });
    const page = await console.openAs('admin', `/profiles/${id}/versions/1`);
    await page.getByRole('button', { name: 'common.cfg' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove common.cfg?' });
    await page.getByRole('button', { name: 'Remove template…' }).click();
    await dialog.locator('button:focus', { hasText: 'Cancel' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    for (const file of ['common.cfg', '{mac}.cfg']) {
      await page.getByRole('button', { name: file }).click();
      await page.getByRole('button', { name: 'Remove template…' }).click();
      await page
        .getByRole('dialog', { name: `Remove ${file}?` })
        .getByRole('button', { name: 'Remove template' })
        .click();
      await page.getByRole('button', { name: file }).waitFor({ state: 'detached' });
    }
    await page.getByText('No template: phones with this profile get no files by it.').waitFor(); // it inherits from none
    await page.getByRole('button', { name: 'Add template' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    const rows = Array.from({ length: 1001 }, (_, at) => `Add,Many ${at},Cisco 6821,0015650b${at.toString(16).padStart(4, '0')},Many have it`);
    const { counts } = await administrator.import(['Action,Name,Device model,MAC address,CPE profile', ...rows].join('\n'));
    expect(counts).toMatchObject({ applied: 1001 });
    await page.getByRole('button', { name: 'Publish…' }).click();
    const publish = page.getByRole('dialog').getByRole('button', { name: 'Publish for 1,001 phones' });
    await publish.waitFor();
    expect(await publish.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Type 1,001 to confirm' }).fill('1001');
    await publish.click();
    await page.locator('.rf-title').getByText('Published').waitFor();
  });
});

describe('the views', () => {
  it('complain of nothing but of what was refused', () => {
    expect(console.complaints.filter((text) => !/status of 4(?:00|04|12|22)/.test(text))).toEqual([]);
  });
});
