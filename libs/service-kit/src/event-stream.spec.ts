// Real: an HTTP server and a client of Node's own.
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventStream } from './event-stream.js';

let server: Server;
let closed = 0;

/** Opens a stream; what the server makes of the request is given. */
async function connect(serve: (response: ServerResponse) => void): Promise<IncomingMessage> {
  server.once('request', (_, response: ServerResponse) => serve(response));
  const [response] = (await once(get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false }), 'response')) as [IncomingMessage];
  return response.setEncoding('utf8');
}

beforeEach(async () => {
  closed = 0;
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const onClose = (): void => {
  closed++;
};

describe('a stream of events', () => {
  it('says that it is alive while there is nothing to say', async () => {
    const response = await connect((answer) => new EventStream(answer, onClose, { longestMs: 60_000, heartbeatMs: 1 }));
    let text = '';
    for await (const part of response) {
      text += String(part);
      if (text.endsWith(': alive\n\n: alive\n\n')) break;
    }
    expect(text).toMatch(/^retry: 2000\n\n(: alive\n\n)+$/); // 'retry: 2000\n\n: alive\n\n'
  });

  it('ends by itself when a token would, so that who was revoked hears no more', async () => {
    const response = await connect((answer) => new EventStream(answer, onClose, { longestMs: 1 }));
    response.resume();
    await once(response, 'end');
    expect(response.complete).toBe(true);
  });

  it('waits for a client that reads slowly, and stops waiting when that is gone', async () => {
    const data = 'x'.repeat(64 * 1024 * 1024); // more than the sockets of both sides hold
    const sent = Promise.withResolvers<EventStream>();
    const response = await connect((answer) => {
      const stream = new EventStream(answer, onClose, { longestMs: 60_000 });
      void stream.send({ event: 'notification', id: '1', data }).then(() => sent.resolve(stream));
    });
    expect(await Promise.race([sent.promise, once(response, 'readable')])).not.toBeInstanceOf(EventStream);
    response.destroy();
    const stream = await sent.promise;
    expect([stream.closed, closed]).toEqual([true, 1]);
    await stream.send({ event: 'notification', id: '2', data: null });
  });
});
