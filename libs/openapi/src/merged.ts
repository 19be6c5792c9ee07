import { isDeepStrictEqual } from 'node:util';
import { type OpenApiDocument, sorted } from './document.js';
import { everySchema, refTo, type Schemas } from './schema.js';

/** The documents of all services as one, for the front door. Types that two services call alike and that differ are called by their service too. */
export function merged(documents: Readonly<Record<string, OpenApiDocument>>): OpenApiDocument {
  const all = Object.values(documents);
  const [first] = all;
  if (!first) throw new Error('There is no document.');
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, unknown> = {};
  for (const [service, document] of Object.entries(documents)) {
    const clashing = Object.keys(document.components.schemas).filter((name) =>
      all.some(({ components }) => components.schemas[name] && !isDeepStrictEqual(components.schemas[name], document.components.schemas[name])),
    );
    const nameOf = (name: string): string => (clashing.includes(name) ? `${capital(service)}${name}` : name);
    const renamed = (value: unknown): unknown =>
      everySchema(value, (schema) => (typeof schema['$ref'] === 'string' ? { ...schema, ...moved(schema['$ref'], nameOf) } : schema));
    for (const [name, schema] of Object.entries(document.components.schemas)) schemas[nameOf(name)] = renamed(schema);
    Object.assign(paths, renamed(document.paths));
  }
  return {
    ...first,
    info: { ...first.info, title: 'Ringfleet' },
    tags: [...new Set(all.flatMap(({ tags }) => tags.map(({ name }) => name)))].toSorted().map((name) => ({ name })),
    paths: sorted(paths) as OpenApiDocument['paths'],
    components: {
      ...first.components,
      parameters: Object.assign({}, ...all.map(({ components }) => components.parameters)) as Schemas,
      schemas: sorted(schemas) as Schemas,
      responses: sorted(Object.assign({}, ...all.map(({ components }) => components.responses)) as Schemas),
    },
  };
}

const SCHEMAS = '#/components/schemas/';
const moved = (ref: string, nameOf: (name: string) => string): object => (ref.startsWith(SCHEMAS) ? refTo(nameOf(ref.slice(SCHEMAS.length))) : {});
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
