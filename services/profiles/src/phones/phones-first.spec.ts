import type { INestApplicationContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { ServerResponse } from 'node:http';
import { PhoneDoor } from './phone-door.js';
import { phonesFirst } from './phones-first.js';

/** The route by which a request is answered before Nest, and what of its address the door was told. */
function answered(method: string, url: string): readonly [route: string | undefined, told: unknown] {
  const request = { method, url } as IncomingMessage;
  let told: unknown;
  const door = { give: async (_request: unknown, _response: unknown, address: unknown) => void (told = address) };
  const app = { get: (token: unknown) => (token === PhoneDoor ? door : {}) } as unknown as INestApplicationContext;
  return [phonesFirst(app)(request, new ServerResponse(request)), told];
}

describe('a request of a phone', () => {
  it.each(['GET', 'HEAD'])('for a file is answered before Nest: %s (PRV-04)', (method) => {
    expect(answered(method, '/p/5f2a/001565abc000.cfg')).toEqual(['/p/:key/:file', { key: '5f2a', file: '001565abc000.cfg' }]);
    expect(answered(method, '/p/5f2a/Lobby phone+(1)~.cfg')).toEqual(['/p/:key/:file', { key: '5f2a', file: 'Lobby phone+(1)~.cfg' }]);
  });

  it.each([
    ['GET', '/p/5f2a//001565abc000.cfg'],
    ['GET', '/p/5f2a/%30.cfg'],
    ['GET', '/p/5f2a/0.cfg?a=b'],
    ['GET', '/p/5f2a/0.cfg/'],
    ['GET', '/p/5f2a/'],
    ['GET', '/p/5f2a'],
    ['GET', '/P/5f2a/0.cfg'],
    ['GET', '/api/v1/profiles/p/5f2a/0.cfg'],
    ['GET', 'http://phones.example.net/p/5f2a/0.cfg'],
    ['PUT', '/p/5f2a/0.cfg'],
    ['DELETE', '/p/5f2a/0.cfg'],
  ])('that has to be read or taken in another way is left to Nest: %s %s', (method, url) => {
    expect(answered(method, url)).toEqual([undefined, undefined]);
  });
});
