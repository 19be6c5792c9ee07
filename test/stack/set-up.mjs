// Before the scenarios: a stack in a folder of its own, with more than one process of the services that do the work of an import.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command.mjs';

export default async function setUp() {
  const { RINGFLEET_STACK: given } = process.env;
  process.env.RINGFLEET_TEST_DEPLOYMENT = 'stack';
  process.env.RINGFLEET_STACK ??= mkdtempSync(join(tmpdir(), 'ringfleet-stack-'));
  process.env.RINGFLEET_STACK_IS_OURS = given === undefined ? 'yes' : 'no';
  await command('up', '--instances', 'inventory=2,files=2');
}
