import { Refused } from '@ringfleet/kernel';
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { isEventStream } from './event-stream.js';
import { problemOf } from './problem.filter.js';

// A large file over a thin line; headers still have a minute.
const UPLOAD_WITHIN_MS = 3_600_000;

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** The port of a process: takes requests until it is closed, and then lets those under way come to their end. */
export class HttpDoor {
  private readonly server: Server;
  private readonly open = new Set<ServerResponse>();
  private closing = false;

  constructor(handle: HttpHandler) {
    this.server = createServer({ requestTimeout: UPLOAD_WITHIN_MS }, (request, response) => {
      this.open.add(response);
      response.once('close', () => this.open.delete(response));
      if (this.closing) response.setHeader('connection', 'close');
      handle(request, response);
    });
    this.server.on('clientError', answerBadRequest);
  }

  /** Takes the port. Throws if it is taken, saying how to choose another. */
  async listen(port: number, host: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken by another program; set RINGFLEET_PORT to a free one.`) : error),
      );
      this.server.listen(port, host, resolve);
    });
  }

  /** Takes no new connections. Event streams, which never end by themselves, are ended at once: who reads them comes again. What is still open after the time is cut. */
  async close(withinMs: number): Promise<void> {
    this.closing = true;
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
      for (const response of this.open) if (isEventStream(response)) response.end();
      setTimeout(() => this.server.closeAllConnections(), withinMs).unref();
    });
  }
}

/** Answers with a JSON document. */
export function answerJson(response: ServerResponse, status: number, body: object, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(body));
}

const NOT_HTTP = new Refused(400, 'bad_request', 'The request is not HTTP/1.1.');
const BY_CODE: Readonly<Record<string, Refused>> = {
  HPE_HEADER_OVERFLOW: new Refused(431, 'headers_too_large', 'Address and headers of a request may have 16 KiB together.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Refused(408, 'too_slow', 'The headers of the request did not come within a minute, or the rest within an hour.'),
};

/** Nobody else answers a request that Node could not read. */
function answerBadRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const refused = BY_CODE[error.code ?? ''] ?? NOT_HTTP;
  const body = JSON.stringify(problemOf(refused));
  const headers = ['content-type: application/problem+json', `content-length: ${Buffer.byteLength(body)}`, 'connection: close'];
  socket.end(`HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
}
