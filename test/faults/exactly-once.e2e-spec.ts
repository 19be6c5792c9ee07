// Real: the program as built in its own process, its PostgreSQL, SIGKILL to both.
import { openHomeEventLog } from '@ringfleet/runtime';
import type { EventLog } from '@ringfleet/messaging';
import { createLogger } from '@ringfleet/observability';
import { setTimeout as moment } from 'node:timers/promises';
import { Api } from '../support/api.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import { csvOf, phones } from '../support/sheets.js';
import { expectExactlyOnce, type Picture, pictureOf } from './inventory-picture.js';
import { mixedFile } from './mixed-rows.js';
import { randomOf, seedOf } from './random.js';
import { Tormentor } from './tormentor.js';

const isLong = process.env['FAULTS'] === 'long';
const ROWS = isLong ? 20_000 : 5_000;
const KILLS = isLong ? 25 : 6;
const MINUTES_AT_MOST = isLong ? 10 : 5;

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

describe('an upload that is killed before its answer', () => {
  const CUTS = isLong ? 5 : 1;
  const seed = seedOf();

  it(
    `and sent again under its key is one import, whole: ${CUTS} times (IMP-06, IMP-13)`,
    async () => {
      const random = randomOf(seed);
      const tormentor = await Tormentor.start(random);
      const { api, home } = tormentor;
      try {
        for (let cut = 1; cut <= CUTS; cut++) {
          const file = csvOf(phones(20_000, `cut-${cut}`, 90 + cut));
          const answer = api.upload(file, { key: `cut-${cut}` }).catch(() => undefined);
          await moment(random() * 200);
          await tormentor.killAndRestart();
          await answer;
          const id = await sentAgain(api, file, `cut-${cut}`);
          expect(await api.ended(id)).toMatchObject({ state: 'completed', counts: { rows: 20_000, applied: 20_000 } });
          expect(await api.all('/api/v1/imports')).toHaveLength(cut);
          await looking(home, async (log) => expectExactlyOnce(api, log, await api.importOf(id)));
        }
      } catch (error) {
        throw new Error(`With FAULTS_SEED=${seed}`, { cause: error });
      } finally {
        await tormentor.remove();
      }
    },
    (CUTS + 4) * 60_000,
  );

  /** As a client does that wants its import once: it waits for as long as it is told. */
  async function sentAgain(api: Api, file: string, key: string): Promise<string> {
    for (;;) {
      const { status, headers, body, text } = await api.upload(file, { key });
      if (status === 202) return body.id;
      expect([status, text]).toEqual([409, expect.stringContaining('request_in_progress')]); // by the process that is gone
      await moment(Number(headers.get('retry-after')) * 1_000);
    }
  }
});
