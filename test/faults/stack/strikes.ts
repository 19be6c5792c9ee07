import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import { csvOf, phones } from '../../support/sheets.js';
import type { Fault, Scene } from './fault.js';
import { runningStack } from './running-stack.js';

const LAST_PLACE = 0.8; // of the rows: later the import may have ended before the part is hit
const JITTER_MS = 150; // about a chunk
const AWAY_MS = 20_000; // how long the fault is there, as issue 4 wants it

/** Random shares of the rows, ascending. */
const places = (times: number, random: () => number): number[] => Array.from({ length: times }, () => random() * LAST_PLACE).toSorted((a, b) => a - b);

const oneOf = <Item>(items: readonly Item[], random: () => number): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is none to choose from.');
  return item;
};

/** SIGKILL to a process of the service where random numbers of rows have their outcome; it is started again at once, and may be hit again before it is up. */
export const killsOf = (service: string, times: number): Fault => ({
  name: `kill -9 of ${service}`,
  red: [service],
  async strike({ imported, random }) {
    let kills = 0;
    for (const place of places(times, random)) {
      if (!(await imported.reaches(place))) break;
      await moment(random() * JITTER_MS);
      const instance = oneOf(runningStack.instancesOf(service), random);
      await runningStack.strike(instance);
      await runningStack.start(instance);
      kills++;
    }
    expect(kills).toBe(times);
    return `${kills} kills`;
  },
});

/** An engine is ended by the signal and started again at once. */
export const restartsOf = (
  engine: string,
  { signal, as, red }: { readonly signal: NodeJS.Signals; readonly as: string; readonly red: readonly string[] },
  at: readonly number[],
): Fault => ({
  name: as,
  red,
  async strike({ imported }) {
    for (const place of at) {
      expect(await imported.reaches(place)).toBe(true);
      await runningStack.strike(engine, signal);
      await runningStack.start(engine);
    }
    return `${at.length} times`;
  },
});

export const storeAway: Fault = {
  name: 'MinIO away',
  red: ['files'],
  async strike({ imported }) {
    expect(await imported.reaches(0.1)).toBe(true);
    await runningStack.strike('minio');
    await moment(AWAY_MS);
    await runningStack.start('minio');
    return `${AWAY_MS / 1_000} s`;
  },
};

/** Its process stands still in the midst of its work, transactions and partitions in its hands, and goes on as if nothing had been. */
export const slowConsumer: Fault = {
  name: 'a slow consumer (SIGSTOP, SIGCONT)',
  red: ['files', 'inventory'], // it does not answer
  async strike({ imported }) {
    for (const [instance, place] of [
      ['inventory-1', 0.1],
      ['files-1', 0.4],
    ] as const) {
      expect(await imported.reaches(place)).toBe(true);
      runningStack.signal(instance, 'SIGSTOP');
      await moment(AWAY_MS);
      runningStack.signal(instance, 'SIGCONT');
    }
    return `inventory and files, ${AWAY_MS / 1_000} s each`;
  },
};

/** Nothing is left on the file system of MinIO while the file is read and cut into chunks. */
export const fullDisk: Fault = {
  name: 'a full disk for MinIO',
  red: [],
  async strike(scene) {
    const filler = join(runningStack.folder(), 'minio/filler');
    fill(filler);
    try {
      await moment(AWAY_MS);
      expect((await scene.imported.view())?.finishedAt).toBeNull();
      await expectUploadToBeRefused(scene);
    } finally {
      rmSync(filler);
    }
    return `${AWAY_MS / 1_000} s`;
  },
};

function fill(filler: string): void {
  const { bavail, bsize } = statfsSync(join(filler, '..'));
  execFileSync('fallocate', ['-l', String(bavail * bsize - 4 * bsize), filler]);
}

async function expectUploadToBeRefused({ api }: Scene): Promise<void> {
  const { status, body } = await api.upload<{ code: string }>(csvOf(phones(20_000, 'no-room', 59)));
  expect({ status, code: body.code }).toEqual({ status: 503, code: expect.any(String) as string });
}
