import { accessTo } from '@ringfleet/access';
import { ROLES } from '@ringfleet/kernel';
import { type DescribedRoute, descriptionOf, type Refusals, refusalsOf } from '@ringfleet/service-kit';
import { allRefusals, type ProblemResponses } from './problems.js';
import type { Answer } from './response-types.js';
import { refTo, type Schema } from './schema.js';
import type { ServiceRoute } from './service-routes.js';
import type { RequestSchema } from './request-schema.js';

/** All that is known of a route. */
export interface KnownRoute {
  readonly route: ServiceRoute;
  readonly answer: Answer;
  readonly query: RequestSchema | undefined;
  readonly body: RequestSchema | undefined;
  readonly comment: string | undefined;
}

/** One operation of an OpenAPI document. Throws where the route is not described. */
export function operationOf(known: KnownRoute, problems: ProblemResponses): Schema {
  const { route } = known;
  const description = descriptionOf(route.handler);
  if (!description) throw new Error(`${route.controller.name}.${route.name} needs @Described('…').`);
  const { isPublic, roles = ROLES } = accessTo(route.handler, route.controller);
  const tag = tagOf(route.path);
  const parameters = [...pathParameters(route, description), ...queryParameters(known.query), ...headerParameters(route)];
  const requestBody = bodyOf(known, description);
  return {
    operationId: operationIdOf(route),
    tags: [tag],
    summary: description.summary,
    ...(known.comment !== undefined && { description: known.comment }),
    security: isPublic ? [] : [{ bearer: roles }],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: { ...successOf(known, description), ...problems.of(refusalsOfRoute(known, description)) },
  };
}

// LinesController.put → 'lines.put'
const operationIdOf = ({ controller: { name }, name: method }: ServiceRoute): string =>
  `${name.charAt(0).toLowerCase()}${name.slice(1).replace(/Controller$/, '')}.${method}`;

export const tagOf = (path: string): string => path.replace(/^\/api\/v1\//, '').split('/')[0] ?? ''; // '/api/v1/devices/:id' → 'devices'

const PARAMETER = /:(\w+)/g; // ':id'

function pathParameters({ path }: ServiceRoute, { params = {} }: DescribedRoute): Schema[] {
  return Array.from(path.matchAll(PARAMETER), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: params[name] ?? { type: 'string', format: 'uuid' },
  }));
}

const queryParameters = (query: RequestSchema | undefined): Schema[] =>
  Object.entries(query?.properties ?? {}).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description !== undefined && { description }),
    ...(query?.required.includes(name) && { required: true }),
    schema,
  }));

const HEADERS: Readonly<Record<string, Schema>> = {
  'idempotency-key': { $ref: '#/components/parameters/IdempotencyKey' },
  'if-match': { $ref: '#/components/parameters/IfMatch' },
  'last-event-id': { $ref: '#/components/parameters/LastEventId' },
};

function headerParameters({ headers, controller, name }: ServiceRoute): Schema[] {
  return headers.map((header) => {
    const parameter = HEADERS[header];
    if (!parameter) throw new Error(`${controller.name}.${name} reads the header ${header}, which libs/openapi does not know: describe it in components.ts.`);
    return parameter;
  });
}

function bodyOf({ route, body }: KnownRoute, { form, example, summary }: DescribedRoute): Schema | undefined {
  if (!form && !route.body) return undefined;
  if (!example) throw new Error(`${route.controller.name}.${route.name} (${summary}) takes a body: give an example of one in @Described.`);
  if (form) {
    const schema = { type: 'object', properties: form, required: ['file'] };
    return { required: true, content: { 'multipart/form-data': { schema, example } } };
  }
  return { required: (body?.required.length ?? 0) > 0, content: { 'application/json': { schema: refTo(route.body?.name ?? ''), example } } };
}

const ETAG = { description: 'The version of the record, for If-Match.', required: true, schema: { type: 'string', pattern: '^"\\d+"$' } };
const LOCATION = { description: 'Where the record is.', required: true, schema: { type: 'string', format: 'uri-reference' } };

/** No content; a redirection says where to in Location. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 303]);

function successOf({ route, answer }: KnownRoute, { answers, headers = [] }: DescribedRoute): Schema {
  const isTagged = headers.includes('ETag') || (route.around.some(({ name }) => name === 'Tagged') && isVersioned(answer));
  const told = { ...(isTagged && { ETag: ETAG }), ...(headers.includes('Location') && { Location: LOCATION }) };
  const content = answers
    ? Object.fromEntries(answers.map((type) => [type, { schema: { type: 'string', ...(!type.startsWith('text/') && { format: 'binary' }) } }]))
    : answer.schema && { 'application/json': { schema: answer.schema } };
  if (!content && !WITHOUT_BODY.has(route.status))
    throw new Error(`${route.controller.name}.${route.name} answers ${route.status} with a body that neither its type nor @Described tells.`);
  return { [route.status]: { description: 'Done.', ...(Object.keys(told).length > 0 && { headers: told }), ...(content && { content }) } };
}

/** Records with a version are answered with it as their ETag. */
function isVersioned({ schema, components }: Answer): boolean {
  const name = typeof schema?.['$ref'] === 'string' ? (schema['$ref'].split('/').at(-1) ?? '') : '';
  const { properties } = components[name] ?? schema ?? {};
  return typeof properties === 'object' && properties !== null && 'version' in properties;
}

function refusalsOfRoute({ route, query, body }: KnownRoute, { refuses = {}, form }: DescribedRoute): Refusals {
  const { isPublic, roles } = accessTo(route.handler, route.controller);
  const has = (header: string): boolean => route.headers.includes(header);
  const bad = [
    ...(query || body ? ['validation_failed'] : []),
    ...(body || form ? ['bad_request'] : []),
    ...(query && 'cursor' in query.properties ? ['bad_cursor'] : []),
    ...(has('idempotency-key') ? ['bad_idempotency_key'] : []),
  ];
  const own: Refusals = {
    400: bad,
    401: isPublic ? [] : ['token_required', 'invalid_token', 'revoked', 'token_outdated'],
    403: roles ? ['not_permitted'] : [],
    404: route.path.includes(':') ? ['not_found'] : [],
    409: has('idempotency-key') ? ['request_in_progress'] : [],
    412: has('if-match') ? ['changed_meanwhile'] : [],
    413: body ? ['too_large'] : [],
    415: body ? ['unsupported_media_type'] : [],
    422: has('idempotency-key') ? ['idempotency_key_reused'] : [],
    431: ['headers_too_large'],
    500: ['internal_error'],
    503: ['unavailable', 'service_unreachable', 'starting', ...(isPublic ? [] : ['issuer_unavailable'])],
  };
  return allRefusals([own, refusalsOf(route.controller), ...route.around.map(refusalsOf), refuses]);
}
