import { Refused } from '@ringfleet/kernel';
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerJson } from './answer-json.js';
import { isEventStream } from './event-stream.js';
import { listenTogether, type Place, portMustBeFree } from './listening.js';
import { problemOf } from './problem.filter.js';
import { type Patience, WaitingConnections } from './waiting-connections.js';

/** Where files are uploaded, which may be large and slow. */
export const UPLOADS_PATH = '/api/v1/imports';

/** What is put up with from callers who are slow, or mean to be. */
export interface DoorLimits {
  /** Until the head of a request must have come, from the opening of the connection on. */
  readonly headWithinMs: number;
  /** Of a whole request: a large file over a thin line. */
  readonly requestWithinMs: number;
  readonly lookedEveryMs: number;
  /** For the next request over a connection: less would hang up on phones that are slow to sign in, or whose request lies unread while a whole site is answered. */
  readonly nextWithinMs: number;
  /** Of connections over which nothing whole has come yet, some 15 KB each: a site of 20,000 phones may come at once. */
  readonly waiting: Patience;
  /** For who was refused, before its request had come whole too, to read why and hang up. */
  readonly hangUpWithinMs: number;
}

const LIMITS: DoorLimits = {
  headWithinMs: 20_000,
  requestWithinMs: 3_600_000,
  lookedEveryMs: 5_000,
  nextWithinMs: 30_000,
  waiting: { most: 20_000, turns: 20, turnMs: 100 },
  hangUpWithinMs: 5_000,
};

/** Together they hold and take what comes at once after a power cut, see `listenTogether`. */
const LISTENERS = 8;

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The port of a process: takes requests until it is closed, and then lets those under way come to their end. */
export class HttpDoor {
  private readonly servers: readonly Server[];
  private readonly open = new Set<ServerResponse>();
  private readonly waiting: WaitingConnections;
  private readonly hangUpWithinMs: number;
  private closing = false;

  constructor(handle: HttpHandler, limits: Partial<DoorLimits> = {}) {
    const { headWithinMs, requestWithinMs, lookedEveryMs, nextWithinMs, waiting, hangUpWithinMs } = { ...LIMITS, ...limits };
    const times = { headersTimeout: headWithinMs, requestTimeout: requestWithinMs, connectionsCheckingInterval: lookedEveryMs, keepAliveTimeout: nextWithinMs };
    this.hangUpWithinMs = hangUpWithinMs;
    this.waiting = new WaitingConnections(waiting);
    this.servers = Array.from({ length: LISTENERS }, () => {
      const server = createServer(times, (request, response) => this.take(handle, request, response));
      server.on('connection', (socket) => {
        this.waiting.enter(socket);
        socket.once('close', () => this.waiting.leave(socket));
      });
      return server.on('clientError', (error, socket) => answerBadRequest(error, socket, hangUpWithinMs));
    });
  }

  /**
   * Takes a port. Throws if another program has it, saying how to choose another.
   * @param variable that says which port it is to be
   */
  async listen(place: Place, variable: string): Promise<void> {
    await portMustBeFree(place, variable);
    await this.share(place);
  }

  /** Takes a port that doors in other threads of this process have too: the system gives each connection to one of them. */
  share(place: Place): Promise<void> {
    return listenTogether(this.servers, place);
  }

  /** Takes no new connections. Event streams, which never end by themselves, are ended at once: who reads them comes again. What is still open after the time is cut. */
  async close(withinMs: number): Promise<void> {
    this.closing = true;
    this.waiting.close();
    const closed = this.servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const server of this.servers) server.closeIdleConnections();
    for (const response of this.open) if (isEventStream(response)) response.end();
    setTimeout(() => {
      for (const server of this.servers) server.closeAllConnections();
    }, withinMs).unref();
    await Promise.all(closed);
  }

  private take(handle: HttpHandler, request: IncomingMessage, response: ServerResponse): void {
    this.open.add(response);
    hasCome(request, () => this.waiting.leave(request.socket));
    // Node would read on, and throw away, whatever comes of what was refused.
    response.once('finish', () => request.complete || setTimeout(() => request.complete || request.destroy(), this.hangUpWithinMs).unref());
    response.once('close', () => {
      this.open.delete(response);
      if (!request.socket.destroyed) this.waiting.enter(request.socket);
    });
    if (this.closing) response.setHeader('connection', 'close');
    void handOn(handle, request, response);
  }
}

/** What fails where nothing else answers for it is one request's accident, not the end of the process. */
async function handOn(handle: HttpHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handle(request, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else answerJson(response, ACCIDENT.status, problemOf(ACCIDENT), 'application/problem+json');
    process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error), 'RequestFailed');
  }
}

/** Calls when there is a whole request. Of an upload its head is enough: who may not send it is refused before it is read. */
function hasCome(request: IncomingMessage, then: () => void): void {
  const { headers, url = '' } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (hasBody && !url.startsWith(UPLOADS_PATH)) request.once('end', then);
  else then();
}

const ACCIDENT = new Refused(500, 'internal_error', 'Something failed on our side.');
const NOT_HTTP = new Refused(400, 'bad_request', 'The request is not HTTP/1.1.');
const BY_CODE: Readonly<Record<string, Refused>> = {
  HPE_HEADER_OVERFLOW: new Refused(431, 'headers_too_large', 'Address and headers of a request may have 16 KiB together.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Refused(408, 'too_slow', 'The headers of the request did not come within 20 seconds, or the rest within an hour.'),
};

/** Nobody else answers a request that Node could not read, and nobody else ends its connection where the caller does not. */
function answerBadRequest(error: NodeJS.ErrnoException, socket: Duplex, hangUpWithinMs: number): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const refused = BY_CODE[error.code ?? ''] ?? NOT_HTTP;
  const body = JSON.stringify(problemOf(refused));
  const headers = ['content-type: application/problem+json', `content-length: ${Buffer.byteLength(body)}`, 'connection: close'];
  socket.end(`HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), hangUpWithinMs).unref();
}
