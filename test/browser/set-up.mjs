import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the browser where it is missing, and takes away the pictures of the last run. */
export default function setUp() {
  const { NODE_OPTIONS: _, ...env } = process.env;
  execFileSync(process.execPath, [join(import.meta.dirname, '../../deploy/engines/install.mjs'), 'chromium'], { env, stdio: ['ignore', 2, 2] });
  rmSync(join(import.meta.dirname, 'pictures'), { recursive: true, force: true });
}
