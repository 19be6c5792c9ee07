import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '../../services/cli/dist/main.js');

export interface CalledFrom {
  /** Environment that says which Ringfleet is meant: RINGFLEET_HOME at least. */
  readonly operator: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** The command line as it was built, called by an operator who stands in a folder. */
export class CommandLine {
  out = '';
  err = '';
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (data: Buffer) => (this.out += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (this.err += data.toString()));
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  static call(args: readonly string[], { operator, folder }: CalledFrom): CommandLine {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const env = { ...inherited, ...operator, INIT_CWD: folder };
    return new CommandLine(spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Resolves when it has said the text. Rejects if it ends before. */
  async says(text: string): Promise<void> {
    await this.until((out) => out.includes(text), text);
  }

  /** Resolves when what it has written is as the test wants it. Rejects if it ends before. */
  async until(holds: (out: string) => boolean, what: string): Promise<void> {
    const end = this.ended.then((code) => ({ code }));
    while (!holds(this.out)) {
      const heard = await Promise.race([once(this.child.stdout ?? this.child, 'data'), end]);
      if ('code' in heard && !holds(this.out)) throw new Error(`It ended with ${heard.code} without ${what}:\n${this.out}${this.err}`);
    }
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.child.kill('SIGINT');
  }
}
