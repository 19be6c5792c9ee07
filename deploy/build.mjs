// Builds a project and what it needs, for the scripts that then run it: `node deploy/build.mjs cli`.
// Says that it is at work, and what went wrong if anything did; standard output stays free for the program.
import { spawnSync } from 'node:child_process';

const project = process.argv[2];
const say = process.stderr;

say.write(`Building ${project} …${say.isTTY ? '\r' : '\n'}`);
const { status, stdout, stderr } = spawnSync('nx', ['run-many', '-t', 'build', `--projects=${project}`, '--outputStyle=static'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (say.isTTY) say.write('\x1b[2K'); // takes the line away again
if (status !== 0) {
  say.write(`${stdout}${stderr}`);
  process.exitCode = status ?? 1;
}
