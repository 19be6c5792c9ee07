import { beginWork } from '@ringfleet/observability';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, Histogram } from 'prom-client';
import { isEventStream } from './event-stream.js';
import type { AnsweredFirst, AnsweringCard } from './service-card.js';

const requests = new Counter({
  name: 'ringfleet_http_requests_total',
  help: 'Requests answered; 499 where the client left before.',
  labelNames: ['service', 'method', 'route', 'status'],
});
const seconds = new Histogram({
  name: 'ringfleet_http_request_seconds',
  help: 'How long requests took, uploads from their first byte; event streams aside.',
  labelNames: ['service', 'method', 'route'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
});

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const CLIENT_LEFT = 499; // as nginx logs it

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Handlers {
  readonly nest: Handler;
  readonly first: AnsweredFirst | undefined;
}

/**
 * Counts and times what a service answers, each request in a span of its own that goes on the caller's trace. Requests are told by the template of their route: paths
 * hold ids, and some hold keys.
 */
export function measuredHttp({ name: service, paths }: Pick<AnsweringCard, 'name' | 'paths'>, { nest, first }: Handlers): Handler {
  return (request, response) => {
    const began = performance.now();
    const method = METHODS.has(request.method ?? '') ? (request.method ?? '') : 'OTHER';
    const traceparent = request.headers['traceparent'];
    const work = beginWork({ service, name: method, kind: 'server', traceparent: typeof traceparent === 'string' ? traceparent : undefined });
    let answered: string | undefined;
    response.once('close', () => {
      const route = answered ?? routeOf(request, paths);
      const status = response.writableFinished || response.headersSent ? response.statusCode : CLIENT_LEFT;
      requests.inc({ service, method, route, status });
      if (!isEventStream(response)) seconds.observe({ service, method, route }, (performance.now() - began) / 1_000);
      work.rename(`${method} ${route}`);
      work.set({ 'http.request.method': method, 'http.route': route, 'http.response.status_code': status });
      work.end({ failure: status >= 500 ? String(status) : undefined });
    });
    work.run(() => {
      answered = first?.(request, response);
      if (answered === undefined) nest(request, response);
    });
  };
}

/** '/api/v1/imports/:id'. What is no route of Nest's, as the token issuer's pages and what is not there, is told by the prefix of the front door alone. */
function routeOf(request: IncomingMessage, paths: readonly string[]): string {
  const { route, originalUrl } = request as IncomingMessage & { readonly route?: { readonly path?: unknown }; readonly originalUrl?: string };
  if (typeof route?.path === 'string') return route.path;
  const url = originalUrl ?? request.url ?? '';
  const prefix = paths.find((one) => url.startsWith(one));
  return prefix === undefined ? 'other' : `${prefix}/*`;
}
