import type { Refusals } from '@ringfleet/service-kit';
import { refTo, type Schema } from './schema.js';

/** The schema of every problem document (RFC 9457). */
export const PROBLEM: Schema = {
  type: 'object',
  description: 'Why a request was not carried out (RFC 9457). `code` is stable: programs decide by it.',
  required: ['type', 'status', 'title', 'code', 'detail'],
  properties: {
    type: { const: 'about:blank' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    title: { type: 'string' },
    code: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' },
    detail: { type: 'string', description: 'What is wrong and how to mend it, in words for people.' },
    errors: { type: 'array', description: 'Where fields are at fault, one entry each.', items: refTo('FieldProblem') },
    incident: { type: 'string', description: 'To tell support, where something failed on our side.' },
  },
};

export const FIELD_PROBLEM: Schema = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'string' },
    field: { type: 'string' },
    line: { type: 'integer', minimum: 1, description: 'Of a text: where in it.' },
    message: { type: 'string' },
  },
  additionalProperties: false,
};

const WORDS: Readonly<Record<number, string>> = {
  400: 'The request is not as described here.',
  401: 'There is no token, or none that is valid.',
  403: 'The role or permission of the caller does not allow it.',
  404: 'There is no such record, or none that the caller may see.',
  409: 'It contradicts what there is.',
  410: 'It was there and was removed.',
  412: 'Somebody changed the record since it was read.',
  413: 'The request is too large.',
  415: 'The content is of another type.',
  422: 'What is asked for cannot be, as it names something that is not there or not allowed.',
  428: 'It is not said which version the change was decided on.',
  429: 'Too many attempts: wait.',
  431: 'Address and headers of the request are too large.',
  500: 'Something failed on our side.',
  501: 'Not built yet.',
  503: 'Something that is needed does not answer just now: try again.',
};

const RETRY_AFTER = { description: 'Seconds to wait before trying again.', schema: { type: 'integer', minimum: 0 } };
const HEADERS: Readonly<Record<number, Schema>> = {
  401: { 'WWW-Authenticate': { description: 'Bearer', required: true, schema: { type: 'string' } } },
  409: { 'Retry-After': RETRY_AFTER },
  429: { 'Retry-After': RETRY_AFTER },
  503: { 'Retry-After': { ...RETRY_AFTER, required: true } },
};

/** Answers that are problem documents, under names made of their status and codes, to be referred to. */
export class ProblemResponses {
  readonly named: Record<string, Schema> = {};

  /** What a route refuses, by status. */
  of(refusals: Refusals): Record<string, Schema> {
    const statuses = Object.entries(refusals).filter(([, codes]) => codes !== undefined && codes.length > 0);
    return Object.fromEntries(statuses.map(([status, codes = []]) => [status, this.refTo(Number(status), [...new Set(codes)].toSorted())]));
  }

  private refTo(status: number, codes: readonly string[]): Schema {
    const name = `${status}.${codes.join('-')}`; // '409.in_use-name_not_unique'
    this.named[name] = problemResponse(status, codes);
    return { $ref: `#/components/responses/${name}` };
  }
}

function problemResponse(status: number, codes: readonly string[]): Schema {
  const headers = HEADERS[status];
  const schema = { allOf: [refTo('Problem'), { type: 'object', properties: { status: { const: status }, code: { enum: codes } } }] };
  return { description: WORDS[status] ?? 'Refused.', ...(headers && { headers }), content: { 'application/problem+json': { schema } } };
}

/** Refusals put together: all codes of each status. */
export function allRefusals(many: readonly Refusals[]): Refusals {
  const all: Record<number, readonly string[]> = {};
  for (const refusals of many) {
    for (const [status, codes = []] of Object.entries(refusals)) all[Number(status)] = [...(all[Number(status)] ?? []), ...codes];
  }
  return all;
}
