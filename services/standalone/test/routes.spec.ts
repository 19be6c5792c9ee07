// Real: the services' cards, the front door of this process over HTTP, the generator of nginx's configuration and the file it wrote.
import { describe, expect, it } from '@jest/globals';
import { SERVICE_PORTS } from '@ringfleet/runtime';
import { routesOf, serviceAt } from '@ringfleet/service-kit';
import { readFileSync } from 'node:fs';
import { CONSOLE_FOLDER, nginxConfig, OPENAPI_FILE } from '../../../deploy/nginx/nginx-config.mjs';
import { PHONES_FOLDER, phonesConfig } from '../../../deploy/nginx/phones-config.mjs';
import { CARDS, ROUTES } from '../src/cards.js';
import { CONSOLE } from '../src/console-files.js';

const FILE = new URL('../../../deploy/nginx/ringfleet.conf', import.meta.url);

describe('the table of routes', () => {
  it.each([
    ['/api/v1/devices', 'inventory'],
    ['/api/v1/devices/019a/history', 'inventory'],
    ['/api/v1/devices/019a/status', 'device-control'],
    ['/api/v1/devices/019a/lines/status', 'inventory'],
    ['/api/v1/imports/template', 'files'],
    ['/api/v1/notifications/stream', 'notifications'],
    ['/oauth/token', 'directory'],
    ['/.well-known/oauth-authorization-server/oauth', 'directory'],
    ['/api/v1/devices-of-others', undefined],
    ['/queries/ringfleet.directory.v1.TenantLookupService/FindTenants', undefined],
    ['/metrics', undefined],
  ])('sends %s to %s', (path, service) => {
    expect(serviceAt(ROUTES, path)).toBe(service);
  });

  it('gives a path to one service alone', () => {
    const [first, second] = CARDS;
    if (!first || !second) throw new Error('There are services.');
    expect(() => routesOf([first, { ...second, paths: ['/api/v1/customers/of-another'] }])).toThrow('both claim /api/v1/customers/of-another');
  });
});

describe("nginx's configuration", () => {
  it('is what the generator makes of the cards as they are now: after a change run node deploy/nginx/generate.mjs', () => {
    const instances = Object.fromEntries(Object.entries(SERVICE_PORTS).map(([service, port]) => [service, [`${service}:${port}`]]));
    expect(readFileSync(FILE, 'utf8')).toBe(
      nginxConfig({ routes: ROUTES, instances, console: { folder: CONSOLE_FOLDER, ...CONSOLE }, openapi: OPENAPI_FILE, listen: '8080' }),
    );
    expect(readFileSync(new URL('phones.conf', FILE), 'utf8')).toBe(
      phonesConfig({ listen: '8443', folder: PHONES_FOLDER, profiles: instances['profiles'] ?? [] }),
    );
  });
});
