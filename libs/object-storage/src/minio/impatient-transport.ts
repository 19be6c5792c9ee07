import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { ClientOptions } from 'minio';

type Transport = NonNullable<ClientOptions['transport']>;

/** These answers the client leaves unread, and with them their reason and their connection; one it has no opinion of it reads. https://github.com/minio/minio-js/blob/master/src/internal/request.ts */
const UNREAD = new Set([408, 429, 499, 500, 502, 503, 504, 520]);
const READ = 599;
/** Connections that rest longer are closed by us, before the server does so under a request. */
const REST_MS = 5_000;

/** HTTP that gives a request up with ETIMEDOUT when nothing has moved for so long, be it at connecting, sending, waiting or reading. */
export function impatientTransport(secure: boolean, patienceMs: number): Pick<ClientOptions, 'transport' | 'transportAgent'> {
  const { request, Agent } = secure ? https : http;
  const start = (options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest => {
    let answer: IncomingMessage | undefined;
    const asked = request({ ...options, timeout: patienceMs }, (response) => {
      answer = response;
      if (UNREAD.has(response.statusCode ?? 0)) response.statusCode = READ;
      onResponse(response);
    });
    asked.once('socket', (socket: Socket) => {
      let readerWasSlow = false;
      const onQuiet = (): void => {
        // What has come waits for its reader: it is not the store that is slow. Nor is it when the reader has only just begun again.
        const readerIsSlow = answer !== undefined && answer.readableLength > 0;
        if (readerIsSlow || readerWasSlow) socket.setTimeout(patienceMs);
        else (answer ?? asked).destroy(silence(patienceMs));
        readerWasSlow = readerIsSlow;
      };
      socket.on('timeout', onQuiet);
      asked.once('close', () => socket.off('timeout', onQuiet));
    });
    return asked;
  };
  return { transport: { request: start } as Transport, transportAgent: new Agent({ keepAlive: true, timeout: REST_MS }) };
}

const silence = (patienceMs: number): Error => Object.assign(new Error(`Nothing moved for ${patienceMs} ms.`), { code: 'ETIMEDOUT' });
