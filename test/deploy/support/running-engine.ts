import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './program.js';

/** A real program of deploy/engines on a folder of its own, for one suite. */
export class RunningEngine {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    /** What it said when it was ready. */
    readonly said: { readonly address: string; readonly url?: string; readonly certificate?: string; readonly password?: string },
  ) {}

  /** Installs it if it is missing. Rejects with its last words if it does not start. */
  static async start(name: string, options: Readonly<Record<string, string>> = {}): Promise<RunningEngine> {
    const folder = mkdtempSync(join(tmpdir(), `ringfleet-${name}-`));
    const args = Object.entries({ folder, port: '0', ...options }).flatMap(([option, value]) => [`--${option}`, value]);
    const child = spawn(process.execPath, ['deploy/engines/run.mjs', name, ...args], { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] });
    let words = '';
    child.stderr.on('data', (data: Buffer) => (words = (words + data.toString()).slice(-4_000)));
    const failed = once(child, 'close').then(() => Promise.reject(new Error(`${name} did not start: ${words}`)));
    const line = once(createInterface(child.stdout), 'line') as Promise<[string]>;
    const [text] = await Promise.race([line, failed]);
    failed.catch(() => undefined);
    return new RunningEngine(child, folder, JSON.parse(text) as RunningEngine['said']);
  }

  /** Writes a file beside its own; the path. */
  readonly file = (name: string, lines: readonly string[]): string => {
    const path = join(this.folder, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };

  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${child.spawnargs.join(' ')} had ended before it was asked to.`);
    const ended = once(child, 'close');
    child.stdin?.end();
    await ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
