import { type CanActivate, type ExecutionContext, Injectable, type RawBodyRequest } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { Refused } from '@ringfleet/kernel';
import type { Request } from 'express';
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { AnsweringCard } from './service-card.js';

const DEEPEST = 32;
const LARGEST = 102_400;
const BODY = '3:'; // of Nest's enum RouteParamtypes, which it keeps to itself

/**
 * On every route that takes a body: JSON in UTF-8 (RFC 8259). What is not would pass for an empty body, or for other letters: 415 `unsupported_media_type`, 400
 * `bad_request`; the latter too where it is nested deeper than anybody means, which would be the end of our stack. Needs the raw body.
 */
@Injectable()
export class JsonBodies implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http' || !takesBody(context)) return true;
    const request = context.switchToHttp().getRequest<RawBodyRequest<Request>>();
    if (request.body === undefined && hasBody(request))
      throw new Refused(415, 'unsupported_media_type', 'Send the body as JSON, content-type application/json.');
    if (request.rawBody && !isUtf8(request.rawBody)) throw new Refused(400, 'bad_request', 'The body is not UTF-8.');
    if (isTooDeep(request.body)) throw new Refused(400, 'bad_request', `The body is nested deeper than ${DEEPEST} levels.`);
    return true;
  }
}

function takesBody(context: ExecutionContext): boolean {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {}) as object;
  return Object.keys(args).some((key) => key.startsWith(BODY));
}

/** Which bodies are read as JSON, and how long they may be. Forms and uploads are read by who takes them. */
export function jsonParsing({ rawPaths = [], largestJson = LARGEST }: Pick<AnsweringCard, 'rawPaths' | 'largestJson'>): {
  readonly limit: number;
  readonly type: (request: IncomingMessage) => boolean;
} {
  const isRaw = ({ url = '' }: IncomingMessage): boolean => rawPaths.some((path) => url.startsWith(`${path}/`));
  return { limit: largestJson, type: (request) => !isRaw(request) && (request as Request).is('json') === 'json' };
}

const hasBody = ({ headers }: Request): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function isTooDeep(body: unknown): boolean {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : []));
  }
  return false;
}
