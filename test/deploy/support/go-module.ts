import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, succeeded } from './program.js';

/** A JSON file of a Go module, which Go fetches once and keeps with its checksum. */
export function jsonOfModule(module: string, file: string): unknown {
  const { Dir: folder } = JSON.parse(succeeded(run('go', ['mod', 'download', '-json', module]))) as { readonly Dir: string };
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}
