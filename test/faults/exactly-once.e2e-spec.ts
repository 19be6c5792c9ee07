// Real: the program as built in its own process, its PostgreSQL, SIGKILL to both.
import { openHomeEventLog } from '@ringfleet/runtime';
import type { EventLog } from '@ringfleet/messaging';
import { createLogger } from '@ringfleet/observability';
import { Api } from '../support/api.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import { expectExactlyOnce, type Picture, pictureOf } from './inventory-picture.js';
import { mixedFile } from './mixed-rows.js';
import { randomOf, seedOf } from './random.js';
import { Tormentor } from './tormentor.js';

const isLong = process.env['FAULTS'] === 'long';
const ROWS = isLong ? 20_000 : 5_000;
const KILLS = isLong ? 25 : 6;
const MINUTES_AT_MOST = isLong ? 10 : 2;

const openLog = (home: string): Promise<EventLog> => openHomeEventLog(home, createLogger({ service: 'faults', level: 'error' }));

async function looking<Seen>(home: string, look: (log: EventLog) => Promise<Seen>): Promise<Seen> {
  const log = await openLog(home);
  try {
    return await look(log);
  } finally {
    await log.close();
  }
}

/** So that what hangs is told with its seed. */
async function within<Result>(minutes: number, work: Promise<Result>): Promise<Result> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`Not done after ${minutes} minutes.`)), minutes * 60_000).unref());
  return Promise.race([work, late]);
}

/** The same file in a home of its own, where nothing goes wrong. */
async function undisturbed(file: string): Promise<Picture> {
  const running = await RingfleetProcess.start();
  try {
    const api = await Api.signIn(running.credentials.url, running.credentials);
    const { id } = await api.import(file);
    return await looking(running.home, (log) => pictureOf(api, log, id));
  } finally {
    await running.remove();
  }
}

describe('an import that is killed again and again', () => {
  const seed = seedOf();
  const file = mixedFile(ROWS, seed);

  it(
    `loses no row and applies none twice: ${KILLS} kills, ${ROWS} rows (IMP-05, IMP-06, IMP-09, IMP-17, EVT-01, EVT-03)`,
    async () => {
      const expected = await undisturbed(file);
      const tormentor = await Tormentor.start(randomOf(seed));
      const { api, home } = tormentor;
      try {
        const id = await api.accepted(file, { key: 'killed' });
        await within(MINUTES_AT_MOST, tormentor.interrupt(id, KILLS));
        await within(MINUTES_AT_MOST, api.ended(id));
        await within(MINUTES_AT_MOST, tormentor.killAndRestart()); // while the end is being told
        const again = await api.upload(file, { key: 'killed' });
        expect([again.status, again.body.id]).toEqual([202, id]);
        await looking(home, async (log) => {
          await expectExactlyOnce(api, log, await api.ended(id));
          expect(await pictureOf(api, log, id)).toEqual(expected);
        });
      } catch (error) {
        throw new Error(`With FAULTS_SEED=${seed}, after ${JSON.stringify(tormentor.kills)}`, { cause: error });
      } finally {
        await tormentor.remove();
      }
    },
    (3 * MINUTES_AT_MOST + 2) * 60_000,
  );
});
