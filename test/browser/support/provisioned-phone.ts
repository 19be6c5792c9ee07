import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Api } from '../../support/api.js';

const run = promisify(execFile);
const USER = 'desk';
const PASSWORD = 'secret-1';
const LOOK_MS = 50;

interface Device {
  readonly id: string;
  readonly macAddress: string;
  readonly model: { readonly id: string };
}

/** The phone of a device that has a profile and a login, as far as it asks for its configuration. */
export class ProvisionedPhone {
  private constructor(
    private readonly device: Device,
    private readonly url: string,
  ) {}

  /** Gives the device a profile of its own, and a login; resolves when its phone would get its configuration. */
  static async of(api: Api, deviceId: string): Promise<ProvisionedPhone> {
    const device = await api.get<Device>(`/api/v1/devices/${deviceId}`);
    const { id: profile } = await api.post<{ readonly id: string }>('/api/v1/profiles', { name: `Desk ${randomUUID()}`, modelIds: [device.model.id] });
    const versions = `/api/v1/profiles/${profile}/versions`;
    const text = '#!version:1.0.0.1\nname = {{ device.name }}\npassword = {{ device.httpPassword }}\n';
    await api.post(versions, { templates: [{ file: '{mac}.cfg', format: 'text', text }] });
    await send(api, `${versions}/1/publish`, 'POST');
    await send(api, `/api/v1/devices/${deviceId}`, 'PATCH', { profile, httpUsername: USER, httpPassword: PASSWORD, acceptDataFromPhone: true });
    // Ten logins before the service knows the password would be ten guesses, and the phone would have to wait a minute: a preview is none.
    while (!(await previewed(api, versions, deviceId)).includes('password = **')) await pause(LOOK_MS);
    const { urls } = await api.get<{ readonly urls: readonly string[] }>(`/api/v1/devices/${deviceId}/provisioning`);
    const phone = new ProvisionedPhone(device, urls[0] ?? '');
    // HEAD brings nothing, and confirms nothing.
    while ((await phone.ask('-I')) === '503') await pause(LOOK_MS);
    return phone;
  }

  /** What it is answered when it asks for its configuration by Digest: an HTTP status. */
  ask(...options: readonly string[]): Promise<string> {
    return this.request(`${USER}:${PASSWORD}`, `${this.device.macAddress.replaceAll(':', '').toLowerCase()}.cfg`, ...options);
  }

  /** The same with another password. */
  guess(): Promise<string> {
    return this.request(`${USER}:wrong`, 'guess.cfg');
  }

  /** Brings a file of its own. */
  bring(name: string, text: string): Promise<string> {
    return this.request(`${USER}:${PASSWORD}`, name, '-X', 'PUT', '--data-binary', text, '-H', 'content-type: text/plain');
  }

  private async request(login: string, file: string, ...options: readonly string[]): Promise<string> {
    const { stdout } = await run('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', '--digest', '-u', login, ...options, `${this.url}${file}`]);
    return stdout;
  }
}

async function send(api: Api, path: string, method: string, body: object = {}): Promise<void> {
  const headers = { 'if-match': '*', 'content-type': 'application/json' };
  const { status, text } = await api.request(path, { method, headers, body: JSON.stringify(body) });
  if (status !== 200) throw new Error(text);
}

/** '' while the service that gives files does not know the device yet. */
async function previewed(api: Api, versions: string, deviceId: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const asked = { method: 'POST', headers, body: JSON.stringify({ deviceId }) };
  const { body } = await api.request<{ readonly files?: readonly { readonly text: string | null }[] }>(`${versions}/1/preview`, asked);
  return body.files?.[0]?.text ?? '';
}
