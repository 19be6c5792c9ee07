import { join } from 'node:path';
import { stringify } from 'yaml';
import { topics } from '../topics.js';
import { asyncApiDocument } from './asyncapi-document.js';
import { readContract } from './contract-descriptors.js';

/** Where the committed document lies in a checkout. */
export const asyncApiFile = 'deploy/asyncapi/ringfleet.yaml';

/** The document of this checkout as YAML. */
export function asyncApiText(root: string, version: string): string {
  const document = asyncApiDocument(Object.values(topics), readContract(join(root, 'proto')), version);
  return `# Generated from proto/ and libs/contracts/src/topics.ts: npm run asyncapi\n${stringify(document, { lineWidth: 160, aliasDuplicateObjects: false })}`;
}
