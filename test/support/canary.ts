import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Api } from './api.js';
import { exported } from './exports.js';
import { formsOf, holds } from './planted.js';
import type { Named } from './views.js';

const LOOK_MS = 50;
const TOO_LATE_MS = 240_000;
const CUSTOMER = 'Canistracci OIL';
const MODEL = 'Cisco 6821';

interface Starter {
  readonly vendor: string;
  readonly variables: readonly object[];
  readonly templates: readonly object[];
}

const isDone = ({ status }: Answer<unknown>): boolean => status < 300;

/** What is seen once it is so: services have copies of each other's records, which follow a moment later. */
async function seenOnce<Seen>(look: () => Seen | Promise<Seen>, isSo: (seen: Seen) => boolean): Promise<Seen> {
  for (const late = Date.now() + TOO_LATE_MS; ; await pause(LOOK_MS)) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (Date.now() > late) throw new Error(`It is still so: ${JSON.stringify(seen)}`);
  }
}

/** A word in every secret field of a deployment, and what people were answered while it went in and afterwards. What is no secret beside it holds `Canary phone`. */
export class Canary {
  private readonly word = `canary${randomBytes(6).toString('hex')}`;
  readonly forms = formsOf(this.word);
  private readonly answers: { readonly path: string; readonly said: string | Buffer }[] = [];
  private readonly login = [this.planted('username'), this.planted('password')].join(':');

  constructor(private readonly administrator: Api) {}

  /** Answers that hold the word, or another, by path. */
  answersWith(forms = this.forms): readonly string[] {
    return this.answers.filter(({ said }) => holds(said, forms)).map(({ path }) => path);
  }

  /** Plants it, has a phone fetch and bring, and looks at everything that people can look at; the phone's id. */
  async sing(): Promise<string> {
    await this.importRows();
    const deviceId = await this.makeDevice(await this.makeProfile());
    await this.provision(deviceId);
    await this.lookAround(deviceId);
    return deviceId;
  }

  private planted(place: string): string {
    return `${this.word}+${place}`;
  }

  private async ask<Body>(path: string, method = 'GET', body?: object): Promise<Answer<Body>> {
    const headers = { 'content-type': 'application/json', 'if-match': '*' };
    const answer = await this.administrator.request<Body>(`/api/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    this.answers.push({ path: `${method} ${path}`, said: answer.text });
    return answer;
  }

  private async made(path: string, method: string, body: object): Promise<string> {
    return (await seenOnce(() => this.ask<{ readonly id: string }>(path, method, body), isDone)).body.id;
  }

  private async idOf(path: string, name: string): Promise<string> {
    return (await this.administrator.all<Named>(`/api/v1${path}`)).find((each) => each.name === name)?.id ?? '';
  }

  /** A good and a rejected row. */
  private async importRows(): Promise<void> {
    const header = 'Action,Name,Device model,MAC address,ASCII/AES key,Secret,HTTP username,HTTP password';
    const secrets = ['key', 'secret', 'username', 'password'].map((field) => this.planted(`imported-${field}`)).join(',');
    const rows = [`Add,Canary import,${MODEL},02:00:77:00:00:01,${secrets}`, `Add,Canary rejected,No such model,no MAC,${secrets}`];
    const { id, counts } = await this.administrator.import([header, ...rows].join('\n'));
    if (counts.rejected !== 1) throw new Error(`Not one row was rejected: ${JSON.stringify(counts)}`);
    for (const format of ['csv', 'xlsx'])
      this.answers.push({ path: `errors as ${format}`, said: await this.administrator.download(`/api/v1/imports/${id}/errors?format=${format}`) });
    await this.ask(`/imports/${id}/rows`);
  }

  private async makeProfile(): Promise<string> {
    const starter = (await this.ask<{ readonly items: readonly Starter[] }>('/profiles/starters')).body.items.find(({ vendor }) => vendor === 'Cisco');
    const profile = await this.made('/profiles', 'POST', { name: 'Canary', modelIds: [await this.idOf('/models', MODEL)] });
    const { variables, templates } = starter ?? {};
    await this.made(`/profiles/${profile}/versions`, 'POST', { variables, templates, values: { admin_password: this.planted('parameter') } });
    await this.made(`/profiles/${profile}/versions/1/publish`, 'POST', {});
    return profile;
  }

  /** A phone with a line, and refusals of what is too long. */
  private async makeDevice(profile: string): Promise<string> {
    const [assignedTo, model] = [await this.idOf('/customers', CUSTOMER), await this.idOf('/models', MODEL)];
    const account = { number: '77001', customerId: assignedTo, sipUsername: 'u77001', sipPassword: this.planted('sip'), kind: 'phone-terminal' };
    const accountId = await this.made('/accounts', 'POST', account);
    const [httpUsername, httpPassword] = this.login.split(':');
    const device = { name: 'Canary phone', model, macAddress: '02:00:77:00:00:02', assignedTo, profile, acceptDataFromPhone: true };
    const secrets = { secret: this.planted('secret'), httpUsername, httpPassword };
    const deviceId = await this.made('/devices', 'POST', { ...device, line: { port: 0, accountId }, ...secrets });
    const { status } = await this.ask('/devices', 'POST', { ...device, asciiKey: this.planted('long').repeat(20) });
    if (status < 400) throw new Error('A key that is too long was taken.');
    await this.ask('/devices/check', 'POST', { ...device, secret: this.planted('checked') });
    await this.ask(`/profiles/${profile}/versions/1/preview`, 'POST', { deviceId });
    return deviceId;
  }

  /** Fetches, a wrong password that is nearly the right one, another key, a log of its own. */
  private async provision(deviceId: string): Promise<void> {
    const { urls } = (await seenOnce(() => this.ask<{ readonly urls: readonly string[] }>(`/devices/${deviceId}/provisioning`), isDone)).body;
    const url = `${urls[0]}020077000002.cfg`;
    const curl = (login: string): string => execFileSync('curl', ['-s', '--digest', '-u', login, url], { encoding: 'latin1' });
    const isServed = (text: string): boolean => ['sip', 'parameter'].every((place) => text.includes(this.planted(place)));
    await seenOnce(() => curl(this.login), isServed);
    if (!curl(`${this.login}x`).includes('phone_unknown')) throw new Error('A wrong password was not refused.');
    execFileSync('curl', ['-s', '-f', '--digest', '-u', this.login, '-T', '-', `${urls[0]}app.log`], { input: `0101|${this.planted('log')}\n` });
    await this.made(`/devices/${deviceId}`, 'PATCH', { asciiKey: this.planted('key') });
    const encrypted = await seenOnce(
      () => curl(this.login),
      (text) => !isServed(text),
    );
    this.answers.push({ path: 'an encrypted configuration', said: Buffer.from(encrypted, 'latin1') });
  }

  private async lookAround(deviceId: string): Promise<void> {
    const assignTo = await this.idOf('/customers', CUSTOMER);
    await this.made('/device-batches', 'POST', { select: { ids: [deviceId], managedBy: 'administrator' }, change: { assignTo, customerOwned: true } });
    for (const path of ['', '/history', '/fetches', '/configs', '/phone-files', '/provisioning']) await this.ask(`/devices/${deviceId}${path}`);
    const configs = (await this.ask<{ readonly items: readonly Named[] }>(`/devices/${deviceId}/configs`)).body.items;
    for (const { id } of configs) await this.ask(`/devices/${deviceId}/configs/${id}`);
    for (const path of ['/devices?q=Canary', '/profiles?q=Canary', '/accounts?q=77001', '/notifications', '/imports', '/device-batches']) await this.ask(path);
    for (const format of ['csv', 'xls', 'xlsx'] as const)
      this.answers.push({ path: `export as ${format}`, said: await exported(this.administrator, { format, filter: { q: 'Canary' } }) });
  }
}
