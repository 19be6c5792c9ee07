import { freePort } from '@ringfleet/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import type { Credentials } from './views.js';

const LOOK_MS = 5;
const PROGRAM = join(import.meta.dirname, '../../services/standalone/dist/main.js');

export interface ProcessOptions {
  /** A home that is there already; without it a new one is made. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The program as it was built, in a process of its own on a home. */
export class RingfleetProcess {
  private said = '';
  readonly ended: Promise<number | null>;
  /** Resolves when it says that it is ready; rejects with its last words if it ends before. */
  readonly ready: Promise<void>;

  private constructor(
    readonly home: string,
    private readonly child: ChildProcess,
  ) {
    this.ended = once(child, 'close').then(([code]) => code as number | null);
    this.ready = new Promise((resolve, reject) => {
      const hear = (data: Buffer): void => {
        this.said = (this.said + data.toString()).slice(-1_000_000);
        if (this.said.includes('Ringfleet is ready')) resolve();
      };
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
      void this.ended.then((code) => reject(new Error(`Ringfleet ended with ${code}:\n${this.said.slice(-3_000)}`)));
    });
    this.ready.catch(() => undefined); // who kills it does not wait for it
  }

  /** Starts the program without waiting for it. */
  static async launch({ home = newHome(), env = {} }: ProcessOptions = {}): Promise<RingfleetProcess> {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const settings = { RINGFLEET_HOME: home, RINGFLEET_PORT: String(await freePort()), ...env };
    return new RingfleetProcess(home, spawn(process.execPath, [PROGRAM], { env: { ...inherited, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Starts the program and waits until it is ready. */
  static async start(options?: ProcessOptions): Promise<RingfleetProcess> {
    const started = await RingfleetProcess.launch(options);
    await started.ready;
    return started;
  }

  /** Resolves a moment later; rejects with its last words if it has ended by itself. For loops that wait for something it does. */
  async stillRuns(): Promise<void> {
    await Promise.race([moment(LOOK_MS), this.ended.then(() => this.ready)]);
  }

  /** What it has written, standard output and errors. */
  get output(): string {
    return this.said;
  }

  get credentials(): Credentials {
    return JSON.parse(readFileSync(join(this.home, 'credentials.json'), 'utf8')) as Credentials;
  }

  /** Most memory it ever held, in MB of 1,000,000 bytes; PostgreSQL is not part of it. */
  get peakMb(): number {
    const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8')) ?? []; // 'VmHWM:    123456 kB'
    return Math.round((Number(kibibytes) * 1_024) / 1e6);
  }

  /** SIGKILL: it has no moment left for anything. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** SIGKILL to the PostgreSQL of the home, as a crash of it; false where none runs just now. */
  killDatabase(): boolean {
    const data = join(this.home, 'postgres/data');
    try {
      const [pid = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data)) return false; // left by one that was killed; the number may be another's now
      return process.kill(Number(pid), 'SIGKILL');
    } catch {
      return false; // not there yet, or gone
    }
  }

  /** Ends it in order; its exit code. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  /** Ends it in order and removes its home. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 20 }); // a PostgreSQL whose program was killed may still be ending
  }
}

const newHome = (): string => mkdtempSync(join(tmpdir(), 'ringfleet-home-'));
