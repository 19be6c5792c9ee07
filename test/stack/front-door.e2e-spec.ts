// Real: nginx before the services' processes, which are killed and stopped.
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { command } from './command.mjs';

let ringfleet: Deployment;
let administrator: Api;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
});

afterAll(() => ringfleet.close());

describe('the front door', () => {
  it('passes over an instance that was killed; npm run stack mends what is missing', async () => {
    await command('kill', 'inventory-1');
    expect(await command('status')).toMatch(/^inventory-1 .+ does not run$/m); // 'inventory-1  port 4711 … does not run'
    const answers = await Promise.all(Array.from({ length: 20 }, () => administrator.request('/api/v1/devices')));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    await command('up');
    expect(await command('status')).toMatch(/^inventory-1 .+ ready$/m); // 'inventory-1  port 4711 … ready'
  });

  it('says nothing to anybody while a service with two instances is restarted', async () => {
    let isRestarted = false;
    const restarted = command('restart', 'files-1', 'files-2').finally(() => (isRestarted = true));
    const statuses = new Set<number>();
    while (!isRestarted) {
      const { status } = await administrator.request('/api/v1/imports');
      statuses.add(status);
      statuses.add((await administrator.upload('Action,Name\nAdd,x\n')).status);
    }
    await restarted;
    expect(statuses).toEqual(new Set([200, 202]));
  });

  it('answers for a service that does not run with a problem document that says when to come again', async () => {
    await command('stop', 'notifications-1');
    const away = await administrator.request('/api/v1/notifications');
    await command('start', 'notifications-1');
    expect(away).toMatchObject({ status: 503, body: { status: 503, code: 'service_unreachable' } });
    expect([away.headers.get('content-type'), away.headers.get('retry-after')]).toEqual(['application/problem+json', '1']);
    expect((await administrator.request('/api/v1/notifications')).status).toBe(200);
  });

  it('takes large bodies for uploads alone', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(2 * 1_048_576) });
    const refused = await administrator.request('/api/v1/customers', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(refused).toMatchObject({ status: 413, body: { code: 'too_large' } });
  });

  it.each(['/queries/ringfleet.directory.v1.TenantLookupService/FindTenants', '/metrics', '/ready', '/nothing'])('leads nobody to %s', async (path) => {
    expect(await administrator.request(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('tells services where a request came from, whatever the request says itself (DIR-10)', async () => {
    const statuses: number[] = [];
    for (let attempt = 1; attempt <= 6; attempt++) statuses.push(await failToSignIn(ringfleet.url, '127.0.0.77', `203.0.113.${attempt}`));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await failToSignIn(ringfleet.url, '127.0.0.78', '127.0.0.77')).toBe(401);
  });
});

/** Tries it from an address of this machine, with another one in the header. */
async function failToSignIn(url: string, localAddress: string, forged: string): Promise<number> {
  const body = new URLSearchParams({ client_id: `nobody-${forged}`, client_secret: 'wrong' }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': forged };
  const sent = request(`${url}/oauth/token`, { method: 'POST', localAddress, headers });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  await text(response);
  return response.statusCode ?? 0;
}
