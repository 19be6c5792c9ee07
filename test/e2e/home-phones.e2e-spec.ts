// Real: the program as built, with a port of their own for phones, which two threads take.
import { freePort } from '@ringfleet/testing';
import { Api } from '../support/api.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';

const ASKED = 40;
const PATH = `/p/${'0'.repeat(32)}/001565000001.cfg`;

let phonesUrl: string;
let ringfleet: RingfleetProcess;

beforeAll(async () => {
  const port = await freePort();
  phonesUrl = `http://127.0.0.1:${port}`;
  ringfleet = await RingfleetProcess.start({ env: { RINGFLEET_PHONES_PORT: String(port) } });
});
afterAll(() => ringfleet.remove());

interface Heard {
  readonly status: number;
  readonly text: string;
}

async function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Heard> {
  const response = await fetch(url, { headers });
  return { status: response.status, text: await response.text() };
}

describe('a port for phones alone', () => {
  it('is where phones are told to come to (PRV-04)', async () => {
    const administrator = await Api.signIn(ringfleet.credentials.url, ringfleet.credentials);
    const [device] = await administrator.devices();
    const { urls } = await administrator.get<{ readonly urls: readonly string[] }>(`/api/v1/devices/${device?.id}/provisioning`);
    expect(urls).toEqual([expect.stringMatching(new RegExp(`^${phonesUrl}/p/[0-9a-f]{32}/$`))]);
  });

  it('answers as the other does, each request counted, whichever thread took it', async () => {
    const alone = { connection: 'close' };
    const heard = await Promise.all(Array.from({ length: ASKED }, () => ask(`${phonesUrl}${PATH}`, alone)));
    const there = await ask(`${ringfleet.credentials.url}${PATH}`, alone);
    expect([there.status, new Set(heard.map(({ text }) => text))]).toEqual([401, new Set([there.text])]);
    const { text } = await ask(`${ringfleet.credentials.url}/metrics`);
    expect(text).toMatch(
      new RegExp(`^ringfleet_http_requests_total\\{service="profiles",method="GET",route="/p/:key/:file",status="401"\\} ${ASKED + 1}$`, 'm'),
    );
    expect(text.match(/^ringfleet_ready\{service="profiles"\} 1$/gm)).toHaveLength(1);
    expect(text).toMatch(/^process_start_time_seconds \d+/m);
  });

  it.each(['/', '/health', '/api/v1/devices', '/oauth/token', '/metrics', '/devices', 'http://other.example.net/'])('has nothing else: %s', async (path) => {
    const { status, text } = await ask(`${phonesUrl}${path.replace(/^http:/, '/http:')}`);
    expect([status, text]).toEqual([404, expect.stringContaining('There are files of phones here, and nothing else.')]);
  });

  it('is refused where another program has it, and nothing is left running', async () => {
    const { port } = new URL(phonesUrl);
    const second = await RingfleetProcess.launch({ env: { RINGFLEET_PHONES_PORT: port } });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`Port ${port} is taken by another program; set RINGFLEET_PHONES_PORT to a free one.`);
    await second.remove();
  });

  it('goes with the process', async () => {
    expect(await ringfleet.stop()).toBe(0);
    await expect(fetch(`${phonesUrl}${PATH}`)).rejects.toThrow('fetch failed');
  });
});
