import { problemOf, type RunningService } from '@ringfleet/service-kit';
import { Refused } from '@ringfleet/kernel';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Hands each request to the service whose path it has; answers /health and /ready for the whole process. */
export class FrontDoor {
  private services: readonly RunningService[] = [];
  private readonly server: Server;
  private ready = false;

  constructor() {
    this.server = createServer({ requestTimeout: UPLOAD_WITHIN_MS }, (request, response) => this.route(request, response));
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

  serve(services: readonly RunningService[]): void {
    this.services = services;
  }

  markReady(): void {
    this.ready = true;
  }

  /** Takes no new connections; streams that never end by themselves are cut. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
      setTimeout(() => this.server.closeAllConnections(), CLOSE_WITHIN_MS).unref();
    });
  }

  private route(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === '/health') return answer(response, 200, { status: 'alive' });
    if (path === '/ready') return void this.answerReady(response);
    const service = this.services.find(({ card }) => card.paths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)));
    if (service) return service.handle(request, response);
    const refused = this.ready
      ? new Refused(404, 'not_found', `There is nothing at ${path}.`)
      : new Refused(503, 'starting', 'Ringfleet is starting; try again in a moment.', { retryAfterSeconds: 1 });
    answer(response, refused.status, problemOf(refused), 'application/problem+json');
  }

  private async answerReady(response: ServerResponse): Promise<void> {
    try {
      if (!this.ready) throw new Error('starting');
      await Promise.all(this.services.map((service) => service.check()));
      answer(response, 200, { status: 'ready' });
    } catch {
      answer(response, 503, { status: 'not ready' });
    }
  }
}

// A large file over a thin line; headers still have a minute.
const UPLOAD_WITHIN_MS = 3_600_000;
const CLOSE_WITHIN_MS = 2_000;

function answer(response: ServerResponse, status: number, body: object, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(body));
}
