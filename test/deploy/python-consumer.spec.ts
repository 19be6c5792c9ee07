// Real: a Kafka, inventory's messages as our own log writes them, and the Python consumer with the packages that it names. Not real: inventory.
import { topics } from '@ringfleet/contracts';
import type { OutgoingRecord, Producer } from '@ringfleet/messaging';
import { KafkaEventLog } from '@ringfleet/messaging/kafka';
import { createLogger } from '@ringfleet/observability';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PythonConsumer } from '../support/python-consumer.js';
import { deviceRecord, type Known } from './support/device-states.js';
import { RunningEngine } from './support/running-engine.js';

const DEVICES = 400;
const STATES = 5;

interface Summary {
  readonly devices: number;
  readonly records: number;
  readonly repeats: number;
  readonly gaps: number;
}

let kafka: RunningEngine;
let log: KafkaEventLog;
let inventory: Producer;
let python: PythonConsumer;
let folder = '';
beforeAll(async () => {
  python = PythonConsumer.setUp();
  kafka = await RunningEngine.start('kafka');
  folder = mkdtempSync(join(tmpdir(), 'ringfleet-mirror-'));
});
afterAll(async () => {
  await kafka.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeAll(async () => {
  log = new KafkaEventLog({ brokers: [kafka.said.address], clientId: 'test', log: createLogger({ service: 'test', level: 'fatal' }) });
  await log.ensureTopics([topics.devices]);
  inventory = await log.producer('inventory');
});
afterAll(() => log.close());

const state = (): string => join(folder, 'devices.sqlite');
const mirror = (): Summary | undefined => python.lines<Summary>('mirror.py', '--brokers', kafka.said.address, '--state', state()).at(-1);
const copy = (): ReadonlyMap<string, Known> =>
  new Map(python.lines<Known & { id: string }>('mirror.py', '--state', state(), '--list').map(({ id, name, macAddress }) => [id, { name, macAddress }]));

const ids = Array.from({ length: DEVICES }, () => randomUUID());
const knownAs = (device: number, sequence: number): Known => ({
  name: `phone ${device} état ${sequence}`,
  macAddress: `00:14:20:00:${hex(device >> 8)}:${hex(device)}`,
});
const hex = (value: number): string => (value & 0xff).toString(16).padStart(2, '0').toUpperCase();

/** Every device in five states; each third is deleted after, with a tombstone; each second record comes twice, and the first states once more at the end. */
function history(): { readonly records: readonly OutgoingRecord[]; readonly repeats: number; readonly left: ReadonlyMap<string, Known> } {
  const rounds = Array.from({ length: STATES }, (_, round) =>
    ids.map((id, device) => deviceRecord({ id, sequence: round + 1, known: knownAs(device, round + 1) })),
  );
  const gone = ids.filter((_, device) => device % 3 === 0);
  const ends = gone.flatMap((id) => [deviceRecord({ id, sequence: STATES + 1 }), deviceRecord({ id, sequence: STATES + 2, known: null })]);
  const once = [...rounds.flat(), ...ends];
  const records = [...once.flatMap((record, index) => (index % 2 === 0 ? [record, record] : [record])), ...(rounds[0] ?? [])];
  const left = ids.flatMap((id, device) => (device % 3 === 0 ? [] : [[id, knownAs(device, STATES)] as const]));
  return { records, repeats: records.length - once.length, left: new Map(left) };
}

describe('a consumer in Python', () => {
  const { records, repeats, left } = history();

  it('starts empty and, killed in the middle and started again, has the inventory once it is at the end: no repeat, late state or tombstone leads it astray (EVT-01)', async () => {
    const half = Math.floor(records.length / 2);
    await inventory.append(records.slice(0, half));
    const written = (): boolean => existsSync(`${state()}-journal`) || (existsSync(state()) && statSync(state()).size > 20_000);
    await python.killedWhen(written, 'mirror.py', '--brokers', kafka.said.address, '--state', state(), '--follow');
    await inventory.append(records.slice(half));
    expect(mirror()).toMatchObject({ devices: left.size, gaps: 0 });
    expect(copy()).toEqual(left);
  });

  it('reads nothing again that it has read', () => {
    expect(mirror()).toEqual({ devices: left.size, records: 0, repeats: 0, gaps: 0 });
  });

  it('takes every event once: repeats are counted, and the rest is every event there is', () => {
    const fresh = python.lines<Summary>('mirror.py', '--brokers', kafka.said.address, '--state', join(folder, 'fresh.sqlite')).at(-1);
    expect(fresh).toEqual({ devices: left.size, records: records.length, repeats, gaps: 0 });
    const decoded = python.lines<{ type: string; value: object | null }>('decode.py', '--brokers', kafka.said.address, '--topic', topics.devices.name);
    expect(decoded).toHaveLength(records.length - repeats);
    expect(decoded.filter(({ value }) => value === null)).toHaveLength(ids.filter((_, device) => device % 3 === 0).length);
  });

  it('goes by (epoch, sequence): after a restore of the service lower numbers of a new epoch are newer, and those of the old one are not', async () => {
    const [, id = ''] = ids;
    const restored = { name: 'restored', macAddress: '00:14:20:FF:FF:01' };
    await inventory.append([
      deviceRecord({ id, sequence: 3, epoch: 1, known: restored }),
      deviceRecord({ id, sequence: 6, known: { ...restored, name: 'of the time before' } }),
    ]);
    expect(mirror()).toEqual({ devices: left.size, records: 2, repeats: 1, gaps: 0 });
    expect(copy().get(id)).toEqual(restored);
  });

  it('says so where a number is missing within seven days, which is a loss', async () => {
    const id = randomUUID();
    await inventory.append([1, 3].map((sequence) => deviceRecord({ id, sequence, known: knownAs(0, sequence) })));
    expect(mirror()).toMatchObject({ records: 2, gaps: 1 });
  });
});
