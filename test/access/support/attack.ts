import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
/** PATCH of notifications/read-all is PATCH of a notification that is not there, 404 and not 405: a path spelled out has neighbours. */
const UNWANTED = 'unsupported_method';
const CONFIG = join(import.meta.dirname, 'schemathesis.toml');

export interface Attack {
  /** As `installSchemathesis` has it. */
  readonly python: string;
  /** The file of the OpenAPI document. */
  readonly document: string;
  readonly url: string;
  readonly token: string;
  /** Kinds of cases: examples, coverage (the edges of each schema), fuzzing, stateful. */
  readonly phases: readonly string[];
  /** Made-up requests for each route. */
  readonly examples: number;
}

/** Installs schemathesis where it is missing. @returns the Python that has it */
export function installSchemathesis(): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'deploy/schemathesis/set-up.mjs')], { encoding: 'utf8', env: environment() });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** An attack by schemathesis that is under way. Its requests are the same each time. */
export class Attacker {
  private constructor(
    private readonly child: ChildProcess,
    /** What it found, in words; undefined: nothing. */
    readonly findings: Promise<string | undefined>,
  ) {}

  static start({ python, document, url, token, phases, examples }: Attack): Attacker {
    const settings = ['--url', url, '--header', `Authorization: Bearer ${token}`, '--phases', phases.join(','), '--max-examples', String(examples)];
    const same = ['--generation-deterministic', '--checks', 'all', '--exclude-checks', UNWANTED, '--continue-on-failure', '--no-color', '--warnings', 'off'];
    const args = ['-m', 'schemathesis.cli', '--config-file', CONFIG, 'run', document, ...settings, ...same];
    const child = spawn(python, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'], cwd: dirname(document) }); // it leaves notes there
    return new Attacker(child, Attacker.findingsOf(child));
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }

  private static async findingsOf(child: ChildProcess): Promise<string | undefined> {
    if (!child.stdout || !child.stderr) throw new Error('It has no output.');
    const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    const report = /^=+ (FAILURES|ERRORS) =+$[^]*/m.exec(said)?.[0] ?? said;
    return code === 0 ? undefined : shortened(`${report}\n${complained}`);
  }
}

/** Requests can be long. */
const shortened = (report: string): string =>
  report
    .split('\n')
    .map((line) => line.slice(0, 400))
    .join('\n')
    .slice(0, 20_000);

function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  return inherited;
}
