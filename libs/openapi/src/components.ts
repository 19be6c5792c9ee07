import { FIELD_PROBLEM, PROBLEM } from './problems.js';
import type { Schema } from './schema.js';

/** What the documents of all services have in common. */
export const COMMON_SCHEMAS = { Problem: PROBLEM, FieldProblem: FIELD_PROBLEM };

export const COMMON_PARAMETERS: Readonly<Record<string, Schema>> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes the request safe to repeat: the same again within 24 hours gets the first answer. A new key for each request.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
    example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag that the change was decided on: where the record is another version by now, nothing is changed and the answer is 412.',
    schema: { type: 'string' },
    example: '"3"',
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    description: 'The last notification that was received: what came after it is told first.',
    schema: { type: 'string' },
  },
};

export const SECURITY: Schema = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'People sign in by OpenID Connect (/.well-known/openid-configuration below /oauth); systems ask POST /oauth/token with the id and secret of a service key (grant_type=client_credentials). Named are the roles that may ever use the route.',
  },
};
