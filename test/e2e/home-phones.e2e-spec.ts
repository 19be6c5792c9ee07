// Real: the program as built, with a port of their own for phones, which two threads take.
import { freePort } from '@ringfleet/testing';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
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
  readonly status: number | undefined;
  readonly text: string;
}

/** Over a connection of its own, the target as it is. */
async function ask(url: string, target: string): Promise<Heard> {
  const { hostname, port } = new URL(url);
  const [response] = (await once(request({ hostname, port, path: target, agent: false }).end(), 'response')) as [IncomingMessage];
  return { status: response.statusCode, text: await text(response) };
}

/** The metrics, once all threads have told theirs. */
async function metricsOnce(isSo: RegExp): Promise<string> {
  for (;;) {
    await ringfleet.stillRuns();
    const metrics = await ask(ringfleet.credentials.url, '/metrics');
    if (isSo.test(metrics.text)) return metrics.text;
  }
}

describe('a port for phones alone', () => {
  it('is where phones are told to come to (PRV-04)', async () => {
    const administrator = await Api.signIn(ringfleet.credentials.url, ringfleet.credentials);
    const [device] = await administrator.devices();
    let told = await administrator.request<{ readonly urls: readonly string[] }>(`/api/v1/devices/${device?.id}/provisioning`);
    while (told.status === 404) {
      await ringfleet.stillRuns(); // profiles hear of the demo device a moment later
      told = await administrator.request(`/api/v1/devices/${device?.id}/provisioning`);
    }
    expect(told.body.urls).toEqual([expect.stringMatching(new RegExp(`^${phonesUrl}/p/[0-9a-f]{32}/$`))]);
  });

  it('answers as the other does, each request counted, whichever thread took it', async () => {
    const heard = await Promise.all(Array.from({ length: ASKED }, () => ask(phonesUrl, PATH)));
    const there = await ask(ringfleet.credentials.url, PATH);
    expect([there.status, new Set(heard.map((one) => one.text))]).toEqual([401, new Set([there.text])]);
    const all = new RegExp(`^ringfleet_http_requests_total\\{service="profiles",method="GET",route="/p/:key/:file",status="401"\\} ${ASKED + 1}$`, 'm');
    const metrics = await metricsOnce(all);
    expect(metrics.match(/^ringfleet_ready\{service="profiles"\} 1$/gm)).toHaveLength(1);
    expect(metrics).toMatch(/^process_start_time_seconds \d+/m);
  });

  it('takes a request that names it, as those to a proxy do', async () => {
    expect(await ask(phonesUrl, `http://phones.example.net${PATH}`)).toEqual(await ask(phonesUrl, PATH));
  });

  it.each(['/', '/health', '/api/v1/devices', '/oauth/token', '/metrics', '/devices', '/phones', 'http://other.example.net/'])(
    'has nothing else: %s',
    async (target) => {
      const answer = await ask(phonesUrl, target);
      expect(answer).toEqual({ status: 404, text: expect.stringContaining('There are files of phones here, and nothing else.') });
    },
  );

  it('is refused where another program has it, and nothing is left running', async () => {
    const { port } = new URL(phonesUrl);
    const second = await RingfleetProcess.launch({ env: { RINGFLEET_PHONES_PORT: port } });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(
      `A thread that answers phones did not start: Port ${port} is taken by another program; set RINGFLEET_PHONES_PORT to a free one.`,
    );
    await second.remove();
  });

  it('goes with the process', async () => {
    expect(await ringfleet.stop()).toBe(0);
    await expect(ask(phonesUrl, PATH)).rejects.toThrow('ECONNREFUSED');
  });
});
