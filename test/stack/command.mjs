import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '../../deploy/stack/stack.mjs');

/** Does a command of `npm run stack`. Rejects with what it said if it fails. @param {...string} args */
export async function command(...args) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`npm run stack -- ${args.join(' ')} ended with ${code}:\n${said}`);
  return said;
}
