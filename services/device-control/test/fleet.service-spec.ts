// Real: Kamailio, hundreds of phones over UDP and TCP (sipp), PostgreSQL, the event log, HTTP. FLEET=10000 for as many, by hand: npm run test:fleet
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '@ringfleet/kernel';
import { type Kamailio, Sipp, type SippOptions, type SippPhone, startKamailio } from '@ringfleet/testing';
import type { OperationView } from '../src/operations/operation.js';
import { isDeepStrictEqual } from 'node:util';
import { Control, type NewDevice } from './support/control.js';

const FLEET = Number(process.env['FLEET'] ?? 200);
const IS_BY_HAND = process.env['FLEET'] !== undefined;
const SITES = Array.from({ length: 8 }, newId);
const PACE = IS_BY_HAND ? 400 : 64;
const SITE_PACE = PACE / 4;
const SETTINGS = {
  RINGFLEET_CONTROL_PER_SECOND: String(PACE),
  RINGFLEET_CONTROL_SITE_PER_SECOND: String(SITE_PACE),
  RINGFLEET_CONTROL_CONFIRM_SECONDS: IS_BY_HAND ? '30' : '20',
};

/** How phones behave when told to restart, and what becomes of their devices. */
const KINDS = [
  { whenTold: 'restart', share: 0.5, outcome: ['confirmed', 200] },
  { whenTold: 'restart', share: 0.1, outcome: ['confirmed', 200], transport: 'tcp' },
  { whenTold: '200 OK', share: 0.1, outcome: ['no_effect', 200] },
  { whenTold: '489 Bad Event', share: 0.1, outcome: ['refused', 489] },
  { whenTold: 'silence', share: 0.1, outcome: ['timed_out', 408] },
  { whenTold: 'gone', share: 0.1, outcome: ['timed_out', 408] },
] as const;

interface Meant {
  readonly mac: string;
  readonly siteId: string;
  readonly outcome: readonly [string, number];
}

let kamailio: Kamailio;
let control: Control;
const started: Sipp[] = [];

beforeAll(async () => {
  kamailio = await startKamailio();
  control = await Control.start(kamailio, SETTINGS);
});
afterAll(async () => {
  await Promise.all(started.map((sipp) => sipp.remove()));
  await control.stop();
  await kamailio.remove();
});

const macOf = (index: number): string => `001565${index.toString(16).padStart(6, '0')}`;

async function registered(phones: readonly SippPhone[], options: Partial<SippOptions>): Promise<Sipp> {
  const sipp = await Sipp.start({ registrarPort: kamailio.port, phones, ...options });
  started.push(sipp);
  await sipp.registered();
  return sipp;
}

/** The most of the times within a second, from any of them on. */
function mostInASecond(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  let from = 0;
  return Math.max(
    ...sorted.map((at, index) => {
      while ((sorted[from] ?? at) <= at - 1_000) from++;
      return index - from + 1;
    }),
  );
}

const bySite = (told: readonly { readonly mac: string; readonly at: number }[], meant: readonly Meant[]): readonly number[] => {
  const sites = new Map(meant.map(({ mac, siteId }) => [mac, siteId]));
  return [...Map.groupBy(told, ({ mac }) => sites.get(mac)).values()].map((some) => mostInASecond(some.map(({ at }) => at)));
};

it(
  'a restart of many phones ends for each as it went, within the pace in any second, and is of no other phone of an extension (CTL-03)',
  async () => {
    const model = { rebootEvent: 'check-sync;reboot=true' };
    const [modelId, otherModel] = [await control.model(model), await control.model(model)];
    let made = 0;
    const meant: Meant[] = [];
    for (const { whenTold, share, outcome, ...how } of KINDS) {
      const some = Array.from({ length: FLEET * share }, () => ({ mac: macOf(made), siteId: SITES[made++ % SITES.length] ?? '', outcome }));
      meant.push(...some);
      const sipp = await registered(some, whenTold === 'gone' ? how : { ...how, whenTold });
      if (whenTold === 'gone') await sipp.end();
    }
    // Of every tenth another phone has the same extension.
    const others = meant.filter((_, index) => index % 10 === 0).map(({ mac }) => ({ mac: macOf(made++), user: mac }));
    await registered(others, {});
    const devices: NewDevice[] = [
      ...meant.map(({ mac, siteId }) => ({ mac: mac.toUpperCase(), siteId, modelId })),
      ...others.map(({ mac }) => ({ mac: mac.toUpperCase(), modelId: otherModel })),
    ];
    const ids = await control.devices(devices);
    const ask = { kind: 'restart', filter: { model: modelId }, expectedCount: meant.length, waitSeconds: 600 };
    const from = Date.now();
    const { body } = await control.service.request<OperationView>('/api/v1/operations', { method: 'POST', body: ask });
    const outcomes = await control.outcomes(body.id);
    const wrong = meant.flatMap(({ mac, outcome }, index) => {
      const found = outcomes.get(ids[index] ?? '');
      return isDeepStrictEqual(found, outcome) ? [] : [{ mac, outcome, found }];
    });
    expect([wrong.length, wrong.slice(0, 5)]).toEqual([0, []]);
    const told = started.flatMap((sipp) => sipp.told());
    expect(told.map(({ mac }) => mac).toSorted()).toEqual(
      meant
        .slice(0, FLEET * 0.9)
        .map(({ mac }) => mac)
        .toSorted(),
    );
    const macs = new Map(ids.map((id, index) => [id, meant[index]?.mac ?? '']));
    const sent = (await control.operationDevices(body.id)).map(({ deviceId, sentAt }) => ({ mac: macs.get(deviceId) ?? '', at: Date.parse(sentAt ?? '') }));
    expect(mostInASecond(sent.map(({ at }) => at))).toBeLessThanOrEqual(PACE);
    expect(Math.max(...bySite(sent, meant))).toBeLessThanOrEqual(SITE_PACE);
    // When they reach a phone hangs on how busy the machine is.
    if (IS_BY_HAND) report({ from, told, meant });
  },
  IS_BY_HAND ? 600_000 : 120_000,
);

function report({
  from,
  told,
  meant,
}: {
  readonly from: number;
  readonly told: readonly { readonly mac: string; readonly at: number }[];
  readonly meant: readonly Meant[];
}): void {
  const times = told.map(({ at }) => at);
  const figures = {
    phones: FLEET,
    told: told.length,
    seconds: (Math.max(...times) - from) / 1_000,
    pace: PACE,
    mostInASecond: mostInASecond(times),
    sitePace: SITE_PACE,
    mostOfASite: Math.max(...bySite(told, meant)),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
