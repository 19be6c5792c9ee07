import { Refused } from '@ringfleet/kernel';
import {
  answerJson,
  answerMetrics,
  HttpDoor,
  isOfThisMachine,
  OPENAPI_PATH,
  problemOf,
  type Route,
  type RunningService,
  serviceAt,
} from '@ringfleet/service-kit';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { consoleFiles } from './console-files.js';
import type { PhonesPort } from './phones/phones-port.js';
import { withoutOrigin } from './without-origin.js';

const OPENAPI = new URL('../../../deploy/openapi/ringfleet.json', import.meta.url);
const CLOSE_WITHIN_MS = 2_000;

/** Hands each request to the service whose path it has, and the rest to the console; answers /health, /ready, the OpenAPI document and, to this machine, /metrics for the whole process. */
export class FrontDoor {
  private services: readonly RunningService[] = [];
  private readonly door = new HttpDoor((request, response) => this.route(request, response));
  private readonly page = consoleFiles();
  private readonly openApi = readFileSync(OPENAPI);
  private phones: PhonesPort | undefined;
  private ready = false;

  constructor(private readonly routes: readonly Route[]) {}

  /** Takes the port. Throws if it is taken, saying how to choose another. */
  listen(port: number, host: string): Promise<void> {
    return this.door.listen({ port, host }, 'RINGFLEET_PORT');
  }

  serve(services: readonly RunningService[]): void {
    this.services = services;
  }

  /** What is counted at the phones' own port is told here too. */
  tellOf(phones: PhonesPort): void {
    this.phones = phones;
  }

  markReady(): void {
    this.ready = true;
  }

  /** Takes no new connections; streams that never end by themselves are cut. */
  close(): Promise<void> {
    return this.door.close(CLOSE_WITHIN_MS);
  }

  private route(request: IncomingMessage, response: ServerResponse): void {
    request.url = withoutOrigin(request.url ?? '/');
    const path = request.url.split('?', 1)[0] ?? '/';
    if (path === '/health') return answerJson(response, 200, { status: 'alive' });
    if (path === '/ready') return void this.answerReady(response);
    if (path === '/metrics' && isOfThisMachine(request)) return void answerMetrics(response, () => this.phones?.metrics());
    if (path === OPENAPI_PATH) return void response.setHeader('content-type', 'application/json').end(this.openApi);
    const name = serviceAt(this.routes, path);
    const service = this.services.find(({ card }) => card.name === name);
    if (service) return service.handle(request, response);
    this.page(request, response, () => this.refuse(response, path));
  }

  private refuse(response: ServerResponse, path: string): void {
    const refused = this.ready
      ? new Refused(404, 'not_found', `There is nothing at ${path}.`)
      : new Refused(503, 'starting', 'Ringfleet is starting; try again in a moment.', { retryAfterSeconds: 1 });
    answerJson(response, refused.status, problemOf(refused), 'application/problem+json');
  }

  private async answerReady(response: ServerResponse): Promise<void> {
    try {
      if (!this.ready) throw new Error('starting');
      if (this.phones?.isWhole === false) throw new Error('A thread that answers phones is being started.');
      await Promise.all(this.services.map((service) => service.check()));
      answerJson(response, 200, { status: 'ready' });
    } catch {
      answerJson(response, 503, { status: 'not ready' });
    }
  }
}
