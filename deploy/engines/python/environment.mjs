// An environment of Python packages of its own, beside the engines: one for each state of a requirements file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { needPackages, run } from '../frame.mjs';

const LOOK_FOR = 'import ensurepip, venv'; // Debian has these apart from Python

/** Makes the environment unless it is there; call it `alone`. @returns {string} its folder of programs, `python` among them */
export function makeEnvironment(context, name, requirements) {
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const there = join(context.folder, `${name}-${version}`);
  if (!existsSync(there)) install(context, there, { name, requirements });
  return join(there, 'bin');
}

function install(context, there, { name, requirements }) {
  needPackages(context, ['python3'], ['python3', 'python3-venv']);
  if (spawnSync('python3', ['-c', LOOK_FOR]).status !== 0) needPackages(context, ['python3-venv'], ['python3-venv']);
  context.say(`Getting the Python packages of ${name} …`);
  const coming = `${there}.coming`;
  rmSync(coming, { recursive: true, force: true });
  run('python3', ['-m', 'venv', '--copies', coming]);
  run(join(coming, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]);
  renameSync(coming, there); // what is there is whole
}
