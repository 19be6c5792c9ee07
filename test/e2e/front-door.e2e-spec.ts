// Real: the deployment and its front door, over HTTP.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { type Deployment, openDeployment } from '../support/deployment.js';

let deployment: Deployment;

beforeAll(async () => {
  deployment = await openDeployment();
});

afterAll(() => deployment.close());

describe('the front door', () => {
  it('gives everybody the OpenAPI document of all services', async () => {
    const response = await fetch(`${deployment.url}/api/v1/openapi.json`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.text()).toBe(readFileSync(join(import.meta.dirname, '../../deploy/openapi/ringfleet.json'), 'utf8'));
  });

  it('answers a request that names it as one to a proxy does (RFC 9112, 3.2.2)', async () => {
    const asked = ['/health', '/api/v1/devices?limit=1', '?x'].map(
      (target) => `GET ${deployment.url}${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
    );
    const answers = await Promise.all(asked.map((request) => statusOf(deployment.url, request)));
    expect(answers).toEqual([200, 401, 200]);
  });

  it('answers a method that a path has no route for with those it has', async () => {
    const refused = await deployment.administrator.request('/api/v1/devices/available', { method: 'POST' });
    expect(refused).toMatchObject({ status: 405, body: { status: 405, code: 'method_not_allowed' } });
    expect(refused.headers.get('allow')).toBe('GET, HEAD');
  });

  it('answers an address that is too long, headers that are, and what is no HTTP with problem documents', async () => {
    const long = 'x'.repeat(40_000);
    const asked = [
      `GET /api/v1/devices?q=${long} HTTP/1.1\r\nhost: x\r\n\r\n`,
      `GET /api/v1/devices HTTP/1.1\r\nhost: x\r\nx-long: ${long}\r\n\r\n`,
      'Hello?\r\n\r\n',
    ];
    const answers = await Promise.all(asked.map((request) => said(deployment.url, request)));
    expect(answers.map(({ status, body }) => [status, body['status'], body['code']])).toEqual([
      [431, 431, 'headers_too_large'],
      [431, 431, 'headers_too_large'],
      [400, 400, 'bad_request'],
    ]);
    expect(answers.map(({ head }) => /^content-type: (.*)$/im.exec(head)?.[1])).toEqual(Array.from({ length: 3 }, () => 'application/problem+json'));
  });
});

/** What is answered to bytes that no HTTP client would send. */
async function said(url: string, request: string): Promise<{ readonly status: number; readonly head: string; readonly body: Record<string, unknown> }> {
  const [head = '', body = ''] = (await answerTo(url, request)).split('\r\n\r\n');
  return { status: statusIn(head), head, body: JSON.parse(body) as Record<string, unknown> };
}

const statusOf = async (url: string, request: string): Promise<number> => statusIn(await answerTo(url, request));
const statusIn = (answer: string): number => Number(answer.split(' ')[1]);

function answerTo(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  return text(socket);
}
