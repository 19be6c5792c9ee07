// Real: the console's words and the OpenAPI document of all services.
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, '../..', path), 'utf8'));

describe('the console', () => {
  it('has French words for every refusal that a service declares', () => {
    const document = read('deploy/openapi/ringfleet.json') as { readonly components: { readonly responses: object } };
    const declared = Object.keys(document.components.responses).flatMap((name) => name.replace(/^\d+\./, '').split('-')); // '409.in_use-being_deleted'
    const words = Object.keys(read('services/console/src/words/refusals.fr.json') as object);
    expect(declared.length).toBeGreaterThan(100);
    expect(declared.filter((code) => !words.includes(code))).toEqual([]);
  });
});
