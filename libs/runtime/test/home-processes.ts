import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { stopServers } from '../src/home/postgres-data.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A child process that runs one of the .ts files beside this. */
export class Child {
  private readonly lines: AsyncIterator<string>;
  readonly exited: Promise<unknown>;

  private constructor(readonly process: ChildProcessByStdio<Writable, Readable, null>) {
    this.lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    this.exited = once(process, 'exit');
  }

  /** In a process group of its own, as a shell starts a command. */
  static start(script: string, home: string, env: NodeJS.ProcessEnv = {}): Child {
    const args = ['--disable-warning=ExperimentalWarning', '--conditions=@ringfleet/source', '--import', here('./typescript-hooks.mjs'), here(script), home];
    return new Child(spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } }));
  }

  get pid(): number {
    const { pid } = this.process;
    if (pid === undefined) throw new Error('the child did not start');
    return pid;
  }

  async line(): Promise<string> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('the child ended without a word');
    return value;
  }

  async said<T>(): Promise<T> {
    return JSON.parse(await this.line()) as T;
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.exited;
  }
}

/** A path for a home, and what removes it with all that runs in it. */
export function temporaryHome(): { readonly path: string; remove(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'ringfleet-home-'));
  const path = join(folder, 'home');
  return {
    path,
    async remove() {
      await stopServers(join(path, 'postgres'));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
