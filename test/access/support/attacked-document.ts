import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCUMENT = join(import.meta.dirname, '../../../deploy/openapi/ringfleet.json');
/** They do not end; each has a test of its own. */
const ENDLESS = ['/api/v1/notifications/stream', '/api/v1/device-statuses/stream'];
const NOBODYS = '019aa5a0-0000-7000-8000-000000000002';

interface Schema {
  enum?: string[];
  readonly items?: Schema;
}
interface Operation {
  readonly parameters?: readonly { readonly name?: string; readonly in?: string; schema?: Schema }[];
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, Schema>> }>> };
}

/** Ids of records there are, by the name of the field or of the path's first part that takes them. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

/** Writes the document of all services with ids that are in use as the values of paths and bodies: made-up ones would be refused before anything else is looked at. */
export function writeAttackedDocument(file: string, ids: KnownIds): void {
  const document = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as Document;
  for (const path of ENDLESS) delete document.paths[path];
  for (const [path, operations] of Object.entries(document.paths)) {
    const known = ids[path.split('/')[3] ?? '']; // '/api/v1/devices/{id}' → 'devices'
    const parameters = Object.values(operations).flatMap((operation) => operation.parameters ?? []);
    for (const parameter of parameters) if (known && parameter.in === 'path' && parameter.name === 'id') parameter.schema = { enum: [...known, NOBODYS] };
  }
  for (const { properties = {} } of Object.values(document.components.schemas)) {
    for (const [name, schema] of Object.entries(properties)) {
      const known = ids[name];
      const taking = schema.items ?? schema;
      if (known && 'format' in taking) taking.enum = [...known, NOBODYS];
    }
  }
  writeFileSync(file, JSON.stringify(document));
}
