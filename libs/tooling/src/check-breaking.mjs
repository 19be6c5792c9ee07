// Other systems read our events: what the last release could read, this one must still say (`buf breaking`).
import { spawnSync } from 'node:child_process';

const describe = spawnSync('git', ['describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*'], { encoding: 'utf8' });
const release = describe.status === 0 ? describe.stdout.trim() : '';
if (release === '') {
  process.stdout.write('No release yet: there is nothing to break.\n');
} else {
  process.stdout.write(`Comparing proto/ with ${release}\n`);
  const { status } = spawnSync('buf', ['breaking', 'proto', '--against', `.git#tag=${release},subdir=proto`], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
