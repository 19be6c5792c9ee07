// Before the scenarios: a stack in a folder of its own, with more than one process of the services that do the work of an import.
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command.mjs';

const INSTALL = join(import.meta.dirname, '../../deploy/engines/install.mjs');

export default async function setUp() {
  const { NODE_OPTIONS: _, ...env } = process.env;
  execFileSync(process.execPath, [INSTALL, 'kcat'], { env, stdio: ['ignore', 2, 2] }); // by which others than ours read
  const { RINGFLEET_STACK: given } = process.env;
  process.env.RINGFLEET_TEST_DEPLOYMENT = 'stack';
  process.env.RINGFLEET_STACK ??= mkdtempSync(join(tmpdir(), 'ringfleet-stack-'));
  process.env.RINGFLEET_STACK_IS_OURS = given === undefined ? 'yes' : 'no';
  await command('up', '--instances', 'inventory=2,files=2');
}
