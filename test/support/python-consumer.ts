import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';

const LOOK_MS = 5;
const FOLDER = join(import.meta.dirname, '../../deploy/consumers/python');

/** The Python consumer of deploy/consumers, set up by its own script. */
export class PythonConsumer {
  private constructor(
    private readonly python: string,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {}

  static setUp(): PythonConsumer {
    return new PythonConsumer(succeed(process.execPath, [join(FOLDER, 'set-up.mjs')]).trim());
  }

  /** The same with further settings in its environment. */
  as(env: Readonly<Record<string, string>>): PythonConsumer {
    return new PythonConsumer(this.python, env);
  }

  /** Each line that a script writes to standard output, as JSON; throws what it says where it fails. */
  lines<Line>(script: string, ...args: string[]): Line[] {
    return succeed(this.python, [join(FOLDER, script), ...args], this.env)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
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

function succeed(program: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}): string {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const env = { ...inherited, ...settings };
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28, env });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}
