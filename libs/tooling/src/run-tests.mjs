// `npm test`: checks and tests of every project through Nx. The last line on standard output is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countResults, totalLine } from './test-results.mjs';

// Outside of dist, which the build target owns and may put back from the cache with whatever lay in it.
const RESULTS = '.nx/test-results';
const CHECKS = ['generate', 'breaking', 'build', 'lint', 'walls', 'types'];

// A test that never ends must not keep the result from whoever waits for it, 90 minutes at most.
const UNTIL = Date.now() + 82 * 60_000;

// What an earlier run left must not be counted. Nx puts the file of a project back where it need not run again.
rmSync(RESULTS, { recursive: true, force: true });

/** @type {import('./test-results.mjs').Outcome[]} */
const outcomes = [];
for (const check of CHECKS) {
  if (!runTarget(check)) outcomes.push({ passed: 0, failures: [`${check} failed`] });
}
const testsPassed = runTarget('test');
for (const project of projectsWithTests()) outcomes.push(countResults(project, readResults(project)));
if (!testsPassed && outcomes.every((outcome) => outcome.failures.length === 0)) outcomes.push({ passed: 0, failures: ['a test target failed'] });

const failures = outcomes.flatMap((outcome) => outcome.failures);
if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.map((failure) => `  ${failure}\n`).join('')}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
process.stdout.write(`${totalLine(outcomes)}\n`);

/**
 * @param {string} target
 * @returns {boolean} whether it went well in every project that has it
 */
function runTarget(target) {
  const { status } = spawnSync('nx', ['run-many', '-t', target, '--outputStyle=static', '--nxBail=false'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: Math.max(UNTIL - Date.now(), 1),
  });
  return status === 0;
}

/** @returns {string[]} */
function projectsWithTests() {
  const { stdout, status } = spawnSync('nx', ['show', 'projects', '--withTarget', 'test', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('Nx cannot list the projects.');
  return JSON.parse(stdout);
}

/** @param {string} project */
function readResults(project) {
  const file = join(RESULTS, `${project}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
