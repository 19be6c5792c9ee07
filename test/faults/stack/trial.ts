import { type DeadLetter, type EventLog, listDeadLetters } from '@ringfleet/messaging';
import type { Api } from '../../support/api.js';
import type { Deployment } from '../../support/deployment.js';
import type { RowView } from '../../support/views.js';
import { expectExactlyOnceIn, lookAtEvents, type Picture, pictureIn } from '../inventory-picture.js';
import { type Lot, mixedFile } from '../mixed-rows.js';
import { differences } from './differences.js';
import type { Fault } from './fault.js';
import { ImportUnderWay } from './import-under-way.js';
import { ReadinessWatch } from './readiness-watch.js';
import { settled } from './settled.js';
import { storedDevices } from './stored-devices.js';

export interface Trial {
  readonly picture: Picture;
  /** From the acceptance to the end. */
  readonly seconds: number;
  readonly red: readonly string[];
  /** How often it was struck, in words. */
  readonly struck: string;
}

export interface Rows {
  readonly count: number;
  readonly seed: number;
  readonly lot: Lot;
}

export const NOTHING: Fault = { name: 'none', red: [], strike: async () => '' };

/** One import of mixed rows with a fault while it is under way, and what must hold afterwards of every import. */
export async function tryImport(ringfleet: Deployment, fault: Fault, rows: Rows, random: () => number): Promise<Trial> {
  const { administrator: api } = ringfleet;
  const log = await ringfleet.openEventLog();
  try {
    const before = await deadLetters(log);
    await fault.prepare?.(log);
    await settled();
    const watch = new ReadinessWatch();
    const imported = new ImportUnderWay(api, await api.accepted(mixedFile(rows.count, rows.seed, rows.lot)));
    const struck = await fault.strike({ imported, api, log, random });
    const { createdAt, finishedAt } = await imported.ended();
    await settled();
    const red = await watch.stop();
    expect(fault.red.filter((service) => !red.includes(service))).toEqual([]);
    expect((await deadLetters(log)).filter((id) => !before.includes(id))).toEqual([]);
    const picture = await accounted(api, log, imported.id, rows.lot);
    return { picture, seconds: (Date.parse(finishedAt ?? '') - Date.parse(createdAt)) / 1_000, red, struck };
  } finally {
    await log.close();
  }
}

const deadLetters = async (log: EventLog): Promise<string[]> => (await listDeadLetters(log)).map(({ id, reason }: DeadLetter) => `${id}: ${reason}`);

/** The devices come from their table: the API gives 200 a page. Rows that are neither rejected nor unchanged were applied, and are as many as the counts say. */
export async function accounted(api: Api, log: EventLog, id: string, { prefix }: Lot): Promise<Picture> {
  const of = (outcome: string): Promise<RowView[]> => api.all<RowView>(`/api/v1/imports/${id}/rows?outcome=${outcome}`);
  const [seen, rejected, unchanged, devices] = await Promise.all([
    lookAtEvents(api, log, { id, prefix: `${prefix}-` }),
    of('rejected'),
    of('unchanged'),
    storedDevices(`${prefix}-`),
  ]);
  const { counts } = seen.imported;
  expect([rejected.length, unchanged.length]).toEqual([counts.rejected, counts.unchanged]);
  const whole = { ...seen, rows: [...rejected, ...unchanged], devices };
  expectExactlyOnceIn(whole);
  return pictureIn(whole);
}

/** The n-th set of devices. */
export const lotOf = (n: number): Lot => ({ prefix: `lot${n}`, block: 0x60 + n });

export function expectSame(trial: Trial, lot: Lot, undisturbed: Trial, lotOfUndisturbed: Lot): void {
  expect(differences(trial.picture, lot, undisturbed.picture, lotOfUndisturbed)).toEqual([]);
}
