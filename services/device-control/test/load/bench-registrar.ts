// npm run bench:registrar -- --phones 10000 --per-second 1000 --lives 1000 --lives-per-second 100
// From the registrar to the status that others are told: sipp's phones register at Kamailio, and leave, with nothing in the way, with device-control killed and
// started again in the middle, with its connection to Kamailio cut, and after Kamailio was killed. Then fewer phones live on (phone-life.ts). The last line is JSON, in milliseconds.
import { RegistrationStatus } from '@ringfleet/contracts';
import { Child, Sipp, startKamailio, startPostgres } from '@ringfleet/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Control } from '../support/control.js';
import { CutWire } from './cut-wire.js';
import { type Figures, figuresOf } from './lateness.js';
import { phoneLife } from './phone-life.js';
import { StatusWatch } from './status-watch.js';

const { values } = parseArgs({
  options: {
    phones: { type: 'string', default: '10000' },
    'per-second': { type: 'string', default: '1000' },
    lives: { type: 'string', default: '1000' },
    'lives-per-second': { type: 'string', default: '100' },
  },
});
const count = numberOf('phones');
const perSecond = numberOf('per-second');
const lives = { count: numberOf('lives'), perSecond: numberOf('lives-per-second') };

function numberOf(option: keyof typeof values): number {
  const value = Number(values[option]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option} is a whole number above 0.`);
  return value;
}

const WITHIN_MS = 60_000;
const INSTANCE = fileURLToPath(new URL('../support/instance.ts', import.meta.url));
const phones = Array.from({ length: count }, (_, index) => ({ mac: `001565${index.toString(16).padStart(6, '0')}` }));

const postgres = await startPostgres({ durable: true });
process.env['TEST_DATABASE_URL'] = postgres.url();
const kamailio = await startKamailio();
const wire = await CutWire.to(kamailio.environment['RINGFLEET_REGISTRAR_EVENTS'] ?? '');
const objects = await mkdtemp(join(tmpdir(), 'ringfleet-objects-'));
const control = await Control.start(null);
const ids = await control.devices(phones.map(({ mac }) => ({ mac: mac.toUpperCase() })));
await control.service.running().stop();
const watch = StatusWatch.of(control.service.ports.eventLog, ids);
const environment = {
  ...kamailio.environment,
  RINGFLEET_REGISTRAR_EVENTS: wire.address,
  DATABASE_URL: control.service.database.appUrl,
  EVENT_LOG_URL: control.service.eventLogUrl,
  OBJECTS: objects,
};
let instance = await start();
let port: number | undefined;

async function start(): Promise<Child> {
  const child = Child.start(INSTANCE, [], environment);
  await child.said();
  return child;
}

interface Phase {
  readonly what: string;
  readonly expires: number;
  readonly meanwhile?: () => Promise<void>;
}

/** All phones register, or leave, and something happens when half of them have. */
async function phase({ what, expires, meanwhile = () => Promise.resolve() }: Phase): Promise<Figures> {
  const sipp = await Sipp.start({ registrarPort: kamailio.port, phones, perSecond, expires, callIds: '%u@phones', ...(port !== undefined && { port }) });
  port = sipp.port;
  await pause((count / perSecond) * 500);
  await meanwhile();
  await sipp.registered();
  const answers = sipp.messages().filter(({ isReceived, firstLine }) => isReceived && firstLine === 'SIP/2.0 200 OK');
  const answeredAt = new Map(answers.map(({ callId, at }) => [Number.parseInt(callId, 10) - 1, at]));
  // Of a phone that left while nobody listened it is not known how: it counts as aged.
  const reached = await watch.untilAll(({ status }) => (status === RegistrationStatus.REGISTERED) === expires > 0, WITHIN_MS);
  await sipp.remove();
  return figuresOf(
    what,
    ids.map((id, index) => (reached.get(id) ?? Number.POSITIVE_INFINITY) - (answeredAt.get(index) ?? 0)),
  );
}

const figures = [
  await phase({ what: 'register', expires: 600 }),
  await phase({ what: 'leave', expires: 0 }),
  await phase({
    what: 'register, device-control killed and started',
    expires: 600,
    meanwhile: async () => {
      await instance.kill();
      instance = await start();
    },
  }),
  await phase({ what: 'leave, connection cut', expires: 0, meanwhile: () => wire.cut() }),
  await phase({ what: 'register again', expires: 600 }),
];
// What it knew is forgotten with it: phones are there again when they next refresh.
await kamailio.kill();
await kamailio.start();
await watch.untilAll(({ status }) => status === RegistrationStatus.AGED, WITHIN_MS);
figures.push(await phase({ what: 'refresh, the registrar killed and started before', expires: 600 }));

await instance.kill();
await watch.end();
await wire.close();
await control.stop();
await rm(objects, { recursive: true });
const lived = await phoneLife(kamailio, lives);
process.stdout.write(`${JSON.stringify({ phones: count, perSecond, phases: figures, lives: { ...lives, phases: lived }, load: loadavg()[0] })}\n`);
await kamailio.remove();
await postgres.stop();
