// Real: HTTP. Express, which asks the same, is the reference.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import fc from 'fast-check';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callersBehind } from '../src/callers.js';

const PROXIES = [[], ['loopback'], ['10.0.0.0/8', '127.0.0.1'], ['192.0.2.1']] as const;

const address = fc.constantFrom('192.0.2.7', '10.1.2.3', '127.0.0.1', '2001:db8::7', '::ffff:10.0.0.9', 'unknown', '');
const forwarded = fc.record({
  'x-forwarded-for': fc.option(
    fc.array(address, { maxLength: 4 }).map((all) => all.join(', ')),
    { nil: undefined },
  ),
  'x-forwarded-proto': fc.option(fc.constantFrom('https', 'http', ' https , http', 'HTTPS', '', 'ftp'), { nil: undefined }),
});

let server: Server;
let url: string;
beforeAll(async () => {
  const apps = PROXIES.map((proxies) => {
    const places = callersBehind(proxies);
    const app = express();
    app.set('trust proxy', [...proxies]);
    app.use((request, response) => void response.json({ express: { remoteIp: request.ip, isEncrypted: request.secure }, ours: places(request) }));
    return app;
  });
  server = createServer((request, response) => apps[Number(request.headers['x-which'])]?.(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

describe('where a request came from', () => {
  it('is what Express makes of it, whoever is trusted and whatever the headers say (PRV-04)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: PROXIES.length - 1 }), forwarded, async (which, said) => {
        const headers = Object.fromEntries(Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
        const answer = await fetch(url, { headers: { ...headers, 'x-which': String(which) } });
        const { express: expected, ours } = (await answer.json()) as { readonly express: object; readonly ours: object };
        expect(ours).toEqual(expected);
      }),
    );
  });
});
