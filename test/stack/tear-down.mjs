// After the scenarios: nothing of it runs any more, and nothing is left. A stack that was there before stays.
import { rmSync } from 'node:fs';
import { command } from './command.mjs';

export default async function tearDown() {
  const { RINGFLEET_STACK: folder, RINGFLEET_STACK_IS_OURS: isOurs } = process.env;
  if (isOurs !== 'yes' || folder === undefined) return;
  await command('down');
  rmSync(folder, { recursive: true });
}
