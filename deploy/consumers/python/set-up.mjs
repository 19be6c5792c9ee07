// Sets the Python consumer up in an environment of its own beside the engines, with the packages of requirements.txt and the code of proto/, and prints the path of its
// Python: $(node deploy/consumers/python/set-up.mjs) deploy/consumers/python/mirror.py --help
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alone, createContext, needPackages, run } from '../../engines/frame.mjs';

const HERE = import.meta.dirname;
const REQUIREMENTS = join(HERE, 'requirements.txt');
const LOOK_FOR = 'import ensurepip, venv'; // Debian has these apart from Python

const context = createContext();

function makeEnvironment(there) {
  needPackages(context, ['python3'], ['python3', 'python3-venv']);
  if (spawnSync('python3', ['-c', LOOK_FOR]).status !== 0) needPackages(context, ['python3-venv'], ['python3-venv']);
  context.say('Getting the packages of the Python consumer …');
  const coming = `${there}.coming`;
  rmSync(coming, { recursive: true, force: true });
  run('python3', ['-m', 'venv', '--copies', coming]);
  run(join(coming, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS]);
  renameSync(coming, there); // what is there is whole
}

try {
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const there = join(context.folder, `python-consumer-${version}`);
  const python = join(there, 'bin/python');
  await alone(context, 'python-consumer', () => {
    if (!existsSync(there)) makeEnvironment(there);
    run(python, [join(HERE, 'generate.py')]);
  });
  process.stdout.write(`${python}\n`);
} catch (error) {
  context.say(error.message);
  process.exitCode = 1;
}
