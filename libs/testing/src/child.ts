import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const HOOKS = fileURLToPath(new URL('../typescript-hooks.mjs', import.meta.url));

/** A process of its own that runs one of our .ts files as it lies, for tests that kill it. It tells what it has to tell in lines of JSON. */
export class Child {
  private readonly lines: AsyncIterator<string>;
  private readonly exited: Promise<unknown>;

  private constructor(private readonly process: ChildProcessByStdio<Writable, Readable, null>) {
    this.lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    this.exited = once(process, 'exit');
  }

  /** Runs a file with arguments; its input stays open until it is killed, or this process ends. */
  static start(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Child {
    const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@ringfleet/source', '--import', HOOKS];
    return new Child(
      spawn(process.execPath, [...flags, file, ...args], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '', ...env } }),
    );
  }

  /** The next line, parsed; the caller says what it is. */
  async said<T>(): Promise<T> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('The child ended without a word.');
    return JSON.parse(value) as T;
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.exited;
  }
}
