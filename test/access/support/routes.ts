import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCUMENTS = join(import.meta.dirname, '../../../deploy/openapi');

/** A route of a service, as its OpenAPI document has it; that every route of the code is there, test/deploy/openapi.spec.ts proves. */
export interface ApiRoute {
  readonly service: string;
  readonly method: string;
  /** '/api/v1/devices/{id}' */
  readonly path: string;
  readonly needsToken: boolean;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security: readonly object[] }>>>>;
}

/** Every route of every service. */
export const API_ROUTES: readonly ApiRoute[] = readdirSync(DOCUMENTS)
  .filter((name) => name.endsWith('.json') && name !== 'ringfleet.json')
  .flatMap((name) => {
    const { paths } = JSON.parse(readFileSync(join(DOCUMENTS, name), 'utf8')) as Document;
    return Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([verb, { security }]) => ({
        service: name.replace('.json', ''),
        method: verb.toUpperCase(),
        path,
        needsToken: security.length > 0,
      })),
    );
  });
