import { Refused, within } from '@ringfleet/kernel';
import { answerJson, answerMetrics, HttpDoor, problemOf, type RunningService } from '@ringfleet/service-kit';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpAddressBook, QUERIES_PATH } from './http-address-book.js';

// Longer than a start takes where the engines answer: a restart delays a request, it does not fail it.
const HELD_MS = 10_000;
const CLOSE_WITHIN_MS = 20_000;
// Engines that are away let their clients wait; who asks for readiness does not.
const CHECKED_WITHIN_MS = 2_000;

/** The port of a service in a process of its own: /health, /ready, /metrics, queries of other services, and what the front door sends. */
export class ServiceDoor {
  private readonly door = new HttpDoor((request, response) => this.route(request, response));
  private readonly started = Promise.withResolvers<RunningService>();
  private service: RunningService | undefined;
  /** Why it is not ready, for who looks at /ready. */
  private waitsFor: string | undefined = 'its start';

  constructor(private readonly addresses: HttpAddressBook) {}

  /** Takes the port. Throws if it is taken, saying how to choose another. */
  listen(port: number, host: string): Promise<void> {
    return this.door.listen({ port, host }, 'RINGFLEET_PORT');
  }

  /** From now on the service takes requests; those that came while it started are given to it. */
  serve(service: RunningService): void {
    this.service = service;
    this.started.resolve(service);
    this.waitsFor = 'its copies to catch up with the event log';
  }

  markReady(): void {
    this.waitsFor = undefined;
  }

  markWaiting(reason: string): void {
    this.waitsFor = reason;
  }

  /** Not ready from this moment on; what is under way comes to its end. */
  close(): Promise<void> {
    this.waitsFor = 'its stop';
    return this.door.close(CLOSE_WITHIN_MS);
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === '/health') return answerJson(response, 200, { status: 'alive' });
    if (path === '/ready') return this.answerReady(response);
    if (path === '/metrics') return answerMetrics(response);
    if (path.startsWith(`${QUERIES_PATH}/`)) return this.addresses.handle(request, response);
    const service = this.service ?? (await within(HELD_MS, this.started.promise, undefined));
    if (service) return service.handle(request, response);
    const refused = new Refused(503, 'starting', 'Ringfleet is starting; try again in a moment.', { retryAfterSeconds: 1 });
    response.setHeader('retry-after', '1');
    answerJson(response, refused.status, problemOf(refused), 'application/problem+json');
  }

  private async answerReady(response: ServerResponse): Promise<void> {
    if (this.waitsFor !== undefined) return answerJson(response, 503, { status: 'not ready', waitsFor: this.waitsFor });
    const check = this.service?.check().then(
      () => true,
      () => false,
    );
    if (check && (await within(CHECKED_WITHIN_MS, check, false))) return answerJson(response, 200, { status: 'ready' });
    answerJson(response, 503, { status: 'not ready', waitsFor: 'its database, event log and object store to answer' });
  }
}
