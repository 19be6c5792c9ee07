import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject, NotFoundException } from '@nestjs/common';
import { newId, type Refusal, Refused } from '@ringfleet/kernel';
import { isTransient } from '@ringfleet/messaging';
import type { Request, Response } from 'express';
import type { ServerResponse } from 'node:http';
import { answerJson } from './answer-json.js';
import { type AnsweringPorts, PORTS } from './ports.js';

/** A problem document (RFC 9457) with a stable code and, where fields are at fault, one entry per field. */
export interface Problem {
  readonly type: 'about:blank';
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly Refusal[];
  readonly [extra: string]: unknown;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition failed',
  413: 'Content too large',
  415: 'Unsupported media type',
  422: 'Unprocessable content',
  428: 'Precondition required',
  429: 'Too many requests',
  431: 'Request header fields too large',
  500: 'Internal server error',
  501: 'Not implemented',
  503: 'Service unavailable',
};
const CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'too_large',
  415: 'unsupported_media_type',
};

/** Where what a library says tells nobody what to do. */
const DETAILS: Readonly<Record<number, string>> = { 413: 'The body is larger than is taken here: send less at a time.' };

const problem = (status: number, code: string, detail: string, more: object = {}): Problem => ({
  type: 'about:blank',
  status,
  title: TITLES[status] ?? 'Error',
  code,
  detail,
  ...more,
});

/** What a refusal says to its caller. */
export function problemOf(refused: Refused): Problem {
  const { errors, extra } = refused.details;
  return problem(refused.status, refused.code, refused.message, { ...(errors && { errors }), ...extra });
}

/** Where something failed, for the log; the key of a phone's address is left out of it. */
export interface FailedAt {
  readonly log: AnsweringPorts['log'];
  readonly method: string;
  readonly path: string;
}

/** Answers an error of an HTTP handler with a problem document; accidents are logged under an incident id and say no more than it. */
export function answerFailure(response: ServerResponse, error: unknown, at: FailedAt): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  answerProblem(response, describe(error, at), error);
}

function answerProblem(response: ServerResponse, body: Problem, error: unknown): void {
  if (error instanceof Refused && error.details.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(error.details.retryAfterSeconds));
  if (body.code === 'unavailable') response.setHeader('retry-after', '1');
  if (body.status === 401 && !response.hasHeader('www-authenticate')) response.setHeader('www-authenticate', 'Bearer');
  answerJson(response, body.status, body, 'application/problem+json; charset=utf-8');
}

/** What Nest throws, and what its handlers do, as `answerFailure` tells it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(PORTS) private readonly ports: AnsweringPorts) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const request = http.getRequest<Request>();
    // Nest's own, for no route; records that are not there are Refused.
    const methods = error instanceof NotFoundException && !response.headersSent ? methodsAt(request) : [];
    if (methods.length === 0) return answerFailure(response, error, { log: this.ports.log, method: request.method, path: request.path });
    const detail = `${request.method} is not for ${request.path}; the header Allow says which methods are.`;
    response.setHeader('allow', methods.join(', '));
    answerProblem(response, problem(405, 'method_not_allowed', detail), error);
  }
}

function describe(error: unknown, { log, method, path }: FailedAt): Problem {
  if (error instanceof Refused) return problemOf(error);
  if (error instanceof HttpException) {
    const status = error.getStatus();
    if (status < 500) return problem(status, CODES[status] ?? 'refused', DETAILS[status] ?? error.message);
  }
  const incident = newId();
  log.error({ err: error, incident, method, path: withoutKey(path) }, 'a request failed');
  if (isTransient(error))
    return problem(503, 'unavailable', `Something we need does not answer just now; try again in a moment. (Incident ${incident}.)`, { incident });
  return problem(500, 'internal_error', `Something failed on our side. Tell support the incident ${incident}.`, { incident });
}

/** The address of a phone holds a key: /p/5f2a…/001565abc000.cfg */
const withoutKey = (path: string): string => path.replace(/^\/p\/[^/]*/, '/p/…');

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** The methods that there are routes for at the path of a request; where it is one that is spelled out, only of those: 'read-all' is no ':id'. */
function methodsAt({ app, path }: Request): string[] {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] }; // https://expressjs.com/en/5x/api.html#app.router
  const routes = stack.flatMap((layer) => (layer.route && layer.match(path) ? [layer.route] : []));
  const spelledOut = routes.filter((route) => !route.path.includes(':'));
  const methods = (spelledOut.length > 0 ? spelledOut : routes).flatMap((route) => Object.keys(route.methods));
  const names = methods.map((method) => method.toUpperCase());
  return [...new Set([...names, ...(names.includes('GET') ? ['HEAD'] : [])])].toSorted(); // which Express answers by GET
}
