import { freePort } from '@ringfleet/testing';
import { setTimeout as moment } from 'node:timers/promises';
import { Api } from '../support/api.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import type { ImportView } from '../support/views.js';

const VICTIMS = ['program', 'program', 'program', 'program, then database', 'database, then program', 'database'] as const;
type Victims = (typeof VICTIMS)[number];

/** One kill, for whoever reads a failure: whom it hit, and how far the import was. */
export interface Kill {
  readonly victims: Victims;
  readonly state: ImportView['state'] | 'starting';
  readonly rowsDone?: number;
}

const JITTER_MS = 100; // about a chunk
const NEAR_THE_END = 0.75; // of the rows: the last quarter takes longer than the longest jitter
const EARLY = 0.4; // of the time a start takes: no service works yet

/** Kills a Ringfleet at random moments of an import and starts it again on its home, always on the same port. */
export class Tormentor {
  readonly kills: Kill[] = [];
  private startMs = 2_000; // how long it took last time

  private constructor(
    private running: RingfleetProcess,
    private readonly port: string,
    /** Good for as long as the home: tokens outlive the process. */
    readonly api: Api,
    private readonly random: () => number,
  ) {}

  static async start(random: () => number): Promise<Tormentor> {
    const port = String(await freePort());
    const running = await RingfleetProcess.start({ env: { RINGFLEET_PORT: port } });
    return new Tormentor(running, port, await Api.signIn(running.credentials.url, running.credentials), random);
  }

  get home(): string {
    return this.running.home;
  }

  /** Kills it so many times before the import has ended: soon after the upload, then where random numbers of rows have their outcome. It runs when this returns. */
  async interrupt(importId: string, times: number): Promise<void> {
    const places = Array.from({ length: times }, (_, index) => (index === 0 ? 0 : this.random() * NEAR_THE_END)).toSorted((a, b) => a - b);
    for (const place of places) {
      await this.killAt(importId, place);
      await this.launch();
    }
    await this.becomeReady();
  }

  /** Kills it now and starts it again. */
  async killAndRestart(): Promise<void> {
    await this.strike(this.chosenVictims());
    await this.launch();
    await this.becomeReady();
  }

  remove(): Promise<void> {
    return this.running.remove();
  }

  private async killAt(importId: string, place: number): Promise<void> {
    const victims = this.chosenVictims();
    const view = await this.reached(importId, place);
    if (shareDone(view) < NEAR_THE_END) {
      await moment(this.random() * JITTER_MS);
      this.kills.push({ victims, state: view.state, rowsDone: rowsDone(view) });
    } else {
      await this.strike('program');
      await this.launch();
      await moment(this.random() * EARLY * this.startMs);
      this.kills.push({ victims, state: 'starting' });
    }
    await this.strike(victims);
  }

  /** Looks before it is ready, too: it goes on with its work as soon as it can. */
  private async reached(importId: string, place: number): Promise<ImportView> {
    for (;;) {
      const view = await this.api.importOf(importId).catch(() => undefined);
      if (view?.finishedAt) throw new Error(`The import was to be interrupted at ${place}, but it has ended.`);
      if (view && shareDone(view) >= place) return view;
      await this.running.stillRuns();
    }
  }

  private chosenVictims(): Victims {
    return VICTIMS[Math.floor(this.random() * VICTIMS.length)] ?? 'program';
  }

  private async strike(victims: Victims): Promise<void> {
    const isDatabaseKilled = victims.startsWith('database') && this.running.killDatabase();
    if (victims === 'database, then program') await moment(this.random() * JITTER_MS);
    if (victims === 'database' && isDatabaseKilled) await this.running.ended;
    else await this.running.kill();
    if (victims === 'program, then database') this.running.killDatabase();
  }

  private async launch(): Promise<void> {
    this.running = await RingfleetProcess.launch({ home: this.home, env: { RINGFLEET_PORT: this.port } });
  }

  private async becomeReady(): Promise<void> {
    const began = performance.now();
    await this.running.ready;
    this.startMs = performance.now() - began;
  }
}

const rowsDone = ({ counts }: ImportView): number => counts.rows - counts.notReached;
const shareDone = (view: ImportView): number => (view.counts.rows === 0 ? 0 : rowsDone(view) / view.counts.rows);
