// After the faults: nothing runs any more, and nothing is left, unless FAULTS_KEEP wants to look into the folder.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../../stack/command.mjs';

export default async function tearDown() {
  const { RINGFLEET_STACK: folder = '', FAULTS_KEEP: keep } = process.env;
  await command('down');
  if (keep !== undefined) cpSync(join(folder, 'logs'), keep, { recursive: true });
  spawnSync('umount', [join(folder, 'minio')]);
  rmSync(folder, { recursive: true });
}
