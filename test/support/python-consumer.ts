import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';

const LOOK_MS = 5;
const FOLDER = join(import.meta.dirname, '../../deploy/consumers/python');

/** The Python consumer of deploy/consumers, set up as its page says, in an environment of its own that is kept from run to run. */
export class PythonConsumer {
  private constructor(private readonly python: string) {}

  /** Installs its packages, unless they are there, and makes its code of proto/. */
  static setUp(): PythonConsumer {
    const requirements = readFileSync(join(FOLDER, 'requirements.txt'));
    const engines = process.env['RINGFLEET_ENGINES'] ?? join(homedir(), '.cache/ringfleet/engines');
    const there = join(engines, `python-consumer-${createHash('sha256').update(requirements).digest('hex').slice(0, 12)}`);
    if (!existsSync(there)) install(there);
    const consumer = new PythonConsumer(join(there, 'bin/python'));
    consumer.run('generate.py');
    return consumer;
  }

  /** What a script writes to standard output; throws what it says where it fails. */
  run(script: string, ...args: string[]): string {
    return succeed(this.python, [join(FOLDER, script), ...args]);
  }

  /** Each line of a script's output as JSON. */
  lines<Line>(script: string, ...args: string[]): Line[] {
    return jsonLines<Line>(this.run(script, ...args));
  }

  /** Starts a script and ends it with SIGKILL as soon as `enough` holds. */
  async killedWhen(enough: () => boolean, script: string, ...args: string[]): Promise<void> {
    const child = spawn(this.python, [join(FOLDER, script), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(child, 'close');
    while (child.exitCode === null && !enough()) await moment(LOOK_MS);
    child.kill('SIGKILL');
    await ended;
  }
}

/** Lines of JSON. */
export const jsonLines = <Line>(text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

/** Aside first: what is there is whole. */
function install(there: string): void {
  const coming = `${there}.coming-${process.pid}`;
  mkdirSync(join(there, '..'), { recursive: true });
  try {
    succeed('python3', ['-m', 'venv', '--copies', coming]);
    succeed(join(coming, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', join(FOLDER, 'requirements.txt')]);
    renameSync(coming, there);
  } finally {
    rmSync(coming, { recursive: true, force: true });
  }
}

function succeed(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 256 * 1_024 * 1_024 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}
