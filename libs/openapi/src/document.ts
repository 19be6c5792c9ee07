import { isDeepStrictEqual } from 'node:util';
import type { ServiceCard } from '@ringfleet/service-kit';
import { COMMON_PARAMETERS, COMMON_SCHEMAS, SECURITY } from './components.js';
import { ProblemResponses } from './problems.js';
import { operationOf, tagOf } from './operation.js';
import { requestSchemaOf, type RequestSchema } from './request-schema.js';
import type { ResponseTypes } from './response-types.js';
import type { Schema, Schemas } from './schema.js';
import { routesOfModule, type ServiceRoute } from './service-routes.js';

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Schemas>>;
  readonly components: { readonly schemas: Schemas; readonly responses: Schemas; readonly parameters: Schemas; readonly securitySchemes: Schema };
}

const DESCRIPTION = 'Errors are problem documents (RFC 9457) with a stable code. Lists come in pages: send `nextCursor` as `cursor` until it is null.';

/** The document of a service. Throws what is missing, of all its routes. */
export function documentOf({ name, module }: ServiceCard, types: ResponseTypes, version: string): OpenApiDocument {
  const project = `services/${name}`;
  const schemas: Record<string, Schema> = { ...COMMON_SCHEMAS };
  const problems = new ProblemResponses();
  const paths: Record<string, Record<string, Schema>> = {};
  const add = (named: Schemas): void => {
    for (const [key, schema] of Object.entries(named)) {
      if (schemas[key] && !isDeepStrictEqual(schemas[key], schema)) throw new Error(`Two types of ${name} are called ${key} and differ: rename one.`);
      schemas[key] = schema;
    }
  };
  const requestOf = (dto: ServiceRoute['body'], isQuery: boolean): RequestSchema | undefined =>
    dto && requestSchemaOf(dto, { isQuery, commentOf: (property) => types.commentOf(project, dto.name, property) });
  const addBody = (dto: NonNullable<ServiceRoute['body']>): void => {
    const body = requestOf(dto, false);
    if (body) add({ [dto.name]: bodySchema(body) });
    for (const inner of body?.nested ?? []) addBody(inner);
  };
  const describe = (route: ServiceRoute): void => {
    const answer = types.answerOf(project, route.controller.name, route.name);
    const [query, body] = [requestOf(route.query, true), requestOf(route.body, false)];
    add(answer.components);
    if (route.body) addBody(route.body);
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}'); // '/api/v1/devices/:id' → '/api/v1/devices/{id}'
    const comment = types.commentOf(project, route.controller.name, route.name);
    (paths[path] ??= {})[route.verb.toLowerCase()] = operationOf({ route, answer, query, body, comment }, problems);
  };
  const faults = routesOfModule(module).flatMap((route) => faultOf(() => describe(route)));
  if (faults.length > 0) throw new Error(`What the document of ${name} lacks (libs/openapi/README.md):\n${faults.join('\n')}`);
  return {
    openapi: '3.1.0',
    info: { title: `Ringfleet: ${name}`, version, description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: [...new Set(routesOfModule(module).map(({ path }) => tagOf(path)))].toSorted().map((tag) => ({ name: tag })),
    paths: sorted(paths),
    components: { schemas: sorted(schemas), responses: sorted(problems.named), parameters: usedParameters(paths), securitySchemes: SECURITY },
  };
}

/** Those that a route refers to. */
function usedParameters(paths: object): Schemas {
  const text = JSON.stringify(paths);
  return Object.fromEntries(Object.entries(COMMON_PARAMETERS).filter(([name]) => text.includes(`"#/components/parameters/${name}"`)));
}

function faultOf(work: () => void): string[] {
  try {
    work();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const bodySchema = ({ properties, required }: RequestSchema): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
});

export const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
