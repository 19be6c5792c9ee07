// Real: the SDK, sockets. What it sends is read by a collector in test/observability.
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createLogger, type Logger } from './logger.js';
import { traced } from './span.js';
import { startTracing } from './tracing.js';

const written: string[] = [];
const log: Logger = createLogger({ service: 'test', destination: { write: (line: string) => void written.push(line) } });
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Takes what is sent; the address and what came. */
async function collector(): Promise<{ url: string; came: { path: string | undefined; headers: IncomingHttpHeaders }[] }> {
  const came: { path: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    came.push({ path: request.url, headers: request.headers });
    request.resume().on('end', () => response.writeHead(200).end());
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, came };
}

describe('tracing', () => {
  it('is off without an address, and ends at once', async () => {
    const stop = await startTracing({ process: 'test', log, env: {} });
    await stop();
    expect(written).toEqual([]);
  });

  it('sends the last spans as protobuf before it ends', async () => {
    const { url, came } = await collector();
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = url;
    const stop = await startTracing({ process: 'test', log });
    await traced({ service: 'files', name: 'scan' }, async () => undefined);
    expect(came).toEqual([]);
    await stop();
    expect(came).toMatchObject([{ path: '/v1/traces', headers: { 'content-type': 'application/x-protobuf' } }]);
    expect(written).toEqual([]);
  });
});
