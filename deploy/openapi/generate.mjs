// Writes the OpenAPI document of each service and of them all into this folder: npm run openapi
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf, merged, ResponseTypes } from '@ringfleet/openapi';
import { CARDS } from '@ringfleet/standalone';

const ROOT = join(import.meta.dirname, '../..');
const into = process.argv[2] ?? import.meta.dirname;

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const types = new ResponseTypes(ROOT, 'services/*/src/**/*.{controller,dto}.ts');
const documents = Object.fromEntries(CARDS.map((card) => [card.name, documentOf(card, types, version)]));
mkdirSync(into, { recursive: true });
for (const [name, document] of Object.entries({ ...documents, ringfleet: merged(documents) })) {
  writeFileSync(join(into, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
}
