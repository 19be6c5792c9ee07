// Real: two services, each with an issuer, a database and keys of its own; the second takes tokens of the first as those of any OpenID Connect provider. People sign in
// at the first by code and PKCE. (With Keycloak: test/keycloak.)
import { demoCredentials, directory } from '@ringfleet/directory';
import { type RunningService, startService } from '@ringfleet/service-kit';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { decodeJwt } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignInBrowser, type Tokens } from '@ringfleet/testing/sign-in-browser';

interface Me {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

let carrier: TestService;
let ringfleet: TestService;
let trusting: RunningService;
let server: Server;
let url = '';

async function signInAtCarrier(name: string): Promise<Tokens> {
  const told = await demoCredentials(carrier.running().app);
  return new SignInBrowser(carrier.url).tokensFor(name, told?.users.find((user) => user.name === name)?.password ?? '');
}

async function me(token: string): Promise<{ readonly status: number; readonly body: Me }> {
  const response = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as Me };
}

beforeAll(async () => {
  [carrier, ringfleet] = await Promise.all([
    startTestService(directory, { ownIssuer: true, demo: true, logLevel: 'fatal' }),
    startTestService(directory, { ownIssuer: true, demo: true, logLevel: 'fatal' }),
  ]);
  const claims = { name: 'rf_name', role: 'rf_role', roles: { 'reseller-admin': 'reseller-admin' }, reseller: 'rf_reseller', customer: 'rf_customer' } as const;
  const other = { issuer: `${carrier.url}/oauth`, audience: 'ringfleet', clientId: 'console', claims };
  trusting = await startService(directory, { ...ringfleet.ports, issuer: { ...ringfleet.ports.issuer, other } });
  server = createServer((request, response) => trusting.handle(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await trusting.stop();
  await Promise.all([carrier.stop(), ringfleet.stop()]);
});

describe('another OpenID Connect provider (DIR-10)', () => {
  it('signs people in, who are given role and scope by its claims', async () => {
    const { access_token: token } = await signInAtCarrier('north-admin');
    const { status, body } = await me(token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'north-admin', role: 'reseller-admin', reseller: { name: 'North Telecom' } });
    expect(body.id).not.toBe(decodeJwt(token).sub);
    const customers = await fetch(`${url}/api/v1/customers`, { headers: { authorization: `Bearer ${token}` } });
    expect(((await customers.json()) as { items: { name: string }[] }).items.map(({ name }) => name)).toEqual(['Alpine Dental', 'Birch & Sons']);
  });

  it('gives nobody a role that its map does not have', async () => {
    expect((await me((await signInAtCarrier('admin')).access_token)).status).toBe(401);
  });

  it('is asked nothing by who does not name it', async () => {
    const answer = await ringfleet.request('/api/v1/me', { as: (await signInAtCarrier('north-admin')).access_token });
    expect(answer.status).toBe(401);
  });

  it('is where the console is sent', async () => {
    expect(await (await fetch(`${url}/oauth/console`)).json()).toEqual({ issuer: `${carrier.url}/oauth`, clientId: 'console', scope: 'openid' });
    expect((await ringfleet.request('/oauth/console', { as: null })).body).toEqual({ issuer: `${ringfleet.url}/oauth`, clientId: 'console', scope: 'openid' });
  });
});
