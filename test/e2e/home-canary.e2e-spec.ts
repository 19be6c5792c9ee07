// Real: the program as built, on a home of its own, whose databases, files and words are all read; curl as the phone. A word is planted in every secret field and looked for everywhere, in clear, base64 and hex.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type Answer, Api } from '../support/api.js';
import { exported } from '../support/exports.js';
import { filesWith, formsOf, holds, rowsWith } from '../support/planted.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import type { Named } from '../support/views.js';

const WORD = `canary${randomBytes(6).toString('hex')}`;
const FORMS = formsOf(WORD);
const planted = (place: string): string => `${WORD}+${place}`;

interface Starter {
  readonly vendor: string;
  readonly variables: readonly object[];
  readonly templates: readonly object[];
}

let ringfleet: RingfleetProcess;
let administrator: Api;
/** What was answered to people, by path. */
const answers: { readonly path: string; readonly text: string }[] = [];

beforeAll(async () => {
  ringfleet = await RingfleetProcess.start();
  administrator = await Api.signIn(ringfleet.credentials.url, ringfleet.credentials);
});
afterAll(async () => {
  await ringfleet.stop();
  rmSync(ringfleet.home, { recursive: true, force: true });
});

async function ask<Body>(path: string, method = 'GET', body?: object): Promise<Answer<Body>> {
  const headers = { 'content-type': 'application/json', 'if-match': '*' };
  const answer = await administrator.request<Body>(`/api/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  answers.push({ path: `${method} ${path}`, text: answer.text });
  return answer;
}

async function made(path: string, method: string, body: object): Promise<string> {
  const answer = await ask<{ readonly id: string }>(path, method, body);
  expect([path, answer.status < 300 ? 'done' : answer.body]).toEqual([path, 'done']);
  return answer.body.id;
}

const idOf = async (path: string, name: string): Promise<string> =>
  (await administrator.all<Named>(`/api/v1${path}`)).find((each) => each.name === name)?.id ?? '';

const LOGIN = [planted('username'), planted('password')] as const;

/** An import with a good and a rejected row, a phone with a line and a profile, refusals of what is too long. */
async function plant(): Promise<string> {
  const header = 'Action,Name,Device model,MAC address,ASCII/AES key,Secret,HTTP username,HTTP password';
  const secrets = ['key', 'secret', 'username', 'password'].map((field) => planted(`imported-${field}`)).join(',');
  const rows = [`Add,Canary import,Cisco 6821,02:00:77:00:00:01,${secrets}`, `Add,Canary rejected,No such model,no MAC,${secrets}`];
  const { id, counts } = await administrator.import([header, ...rows].join('\n'));
  expect(counts).toMatchObject({ rejected: 1 });
  for (const format of ['csv', 'xlsx'])
    answers.push({ path: `errors as ${format}`, text: (await administrator.download(`/api/v1/imports/${id}/errors?format=${format}`)).toString('latin1') });
  await ask(`/imports/${id}/rows`);

  const [assignedTo, model] = [await idOf('/customers', 'Canistracci OIL'), await idOf('/models', 'Cisco 6821')];
  const accountId = await made('/accounts', 'POST', {
    number: '77001',
    customerId: assignedTo,
    sipUsername: 'u77001',
    sipPassword: planted('sip'),
    kind: 'phone-terminal',
  });
  const starter = (await ask<{ readonly items: readonly Starter[] }>('/profiles/starters')).body.items.find(({ vendor }) => vendor === 'Cisco');
  const profile = await made('/profiles', 'POST', { name: 'Canary', modelIds: [model] });
  const { variables, templates } = starter ?? {};
  await made(`/profiles/${profile}/versions`, 'POST', { variables, templates, values: { admin_password: planted('parameter') } });
  await made(`/profiles/${profile}/versions/1/publish`, 'POST', {});
  const [httpUsername, httpPassword] = LOGIN;
  const device = { name: 'Canary phone', model, macAddress: '02:00:77:00:00:02', assignedTo, profile, acceptDataFromPhone: true };
  const deviceId = await made('/devices', 'POST', { ...device, line: { port: 0, accountId }, secret: planted('secret'), httpUsername, httpPassword });
  expect((await ask('/devices', 'POST', { ...device, asciiKey: planted('long').repeat(20) })).status).toBeGreaterThanOrEqual(400);
  expect((await ask('/devices/check', 'POST', { ...device, secret: planted('checked') })).status).toBeLessThan(500);
  await ask(`/profiles/${profile}/versions/1/preview`, 'POST', { deviceId });
  return deviceId;
}

/** Fetches, a wrong password that is nearly the right one, another key, a log of its own. */
async function provision(deviceId: string): Promise<void> {
  const { urls } = (await ask<{ readonly urls: readonly string[] }>(`/devices/${deviceId}/provisioning`)).body;
  const url = `${urls[0]}020077000002.cfg`;
  const curl = (...args: readonly string[]): Buffer => execFileSync('curl', ['-s', '--digest', ...args]);
  const served = curl('-u', LOGIN.join(':'), url).toString();
  for (const place of ['sip', 'parameter']) expect(served).toContain(planted(place));
  expect(curl('-u', `${LOGIN.join(':')}x`, url).toString()).toContain('phone_unknown');
  execFileSync('curl', ['-s', '-f', '--digest', '-u', LOGIN.join(':'), '-T', '-', `${urls[0]}app.log`], { input: `0101|${planted('log')}\n` });
  await made(`/devices/${deviceId}`, 'PATCH', { asciiKey: planted('key') });
  expect(holds(curl('-u', LOGIN.join(':'), url), FORMS)).toBe(false);
}

async function lookAround(deviceId: string): Promise<void> {
  const assignTo = await idOf('/customers', 'Canistracci OIL');
  await made('/device-batches', 'POST', { select: { ids: [deviceId], managedBy: 'administrator' }, change: { assignTo, customerOwned: true } });
  for (const path of ['', '/history', '/fetches', '/configs', '/phone-files', '/provisioning']) await ask(`/devices/${deviceId}${path}`);
  const configs = (await ask<{ readonly items: readonly Named[] }>(`/devices/${deviceId}/configs`)).body.items;
  for (const { id } of configs) await ask(`/devices/${deviceId}/configs/${id}`);
  for (const path of ['/devices?q=Canary', '/profiles?q=Canary', '/accounts?q=77001', '/notifications', '/imports', '/device-batches']) await ask(path);
  answers.push({ path: 'export', text: (await exported(administrator, { format: 'csv', filter: { q: 'Canary' } })).toString() });
}

describe('a word planted in every secret field', () => {
  it('is in what the phone gets, and nowhere else: no answer, error list, export, event, row, file or log (PRV-03)', async () => {
    const deviceId = await plant();
    await provision(deviceId);
    await lookAround(deviceId);
    const [device] = await administrator.devices('Canary phone');
    expect(device?.id).toBe(deviceId);
    expect(answers.filter(({ text }) => holds(text, FORMS)).map(({ path }) => path)).toEqual([]);
    expect(answers.length).toBeGreaterThan(25);
    expect(await rowsWith(ringfleet.home, FORMS)).toEqual([]);
    // What is no secret is found so: in rows of services, in events, in files.
    const databases = (await rowsWith(ringfleet.home, formsOf('Canary phone'))).map((row) => row.split(' ')[0]);
    expect(databases).toEqual(expect.arrayContaining(['inventory', 'log', 'profiles']));
    await ringfleet.stop();
    expect(filesWith(ringfleet.home, FORMS)).toEqual([]);
    expect(filesWith(ringfleet.home, formsOf('Canary phone')).length).toBeGreaterThan(2);
    expect(holds(ringfleet.output, FORMS)).toBe(false);
  });
});
