// Writes deploy/asyncapi/ringfleet.yaml from proto/ and the topic table: npm run asyncapi. A test compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApiFile, asyncApiText } from './asyncapi-text.js';

const root = join(import.meta.dirname, '../../../..'); // of libs/contracts/dist/asyncapi
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
writeFileSync(join(root, asyncApiFile), asyncApiText(root, version));
process.stdout.write(`Written: ${asyncApiFile}\n`);
