// Real: an import over all services and engines, and readers of its events that are not ours: kcat, and Python with the packages that deploy/consumers names.
import { topics } from '@ringfleet/contracts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { PythonConsumer } from '../support/python-consumer.js';
import type { DeviceView, ImportView } from '../support/views.js';

const GOOD = 600;
const MODEL = 'Yealink SIP-T54W';

interface Event {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>> | null;
}

let ringfleet: Deployment;
let python: PythonConsumer;
let folder = '';
let finished: ImportView;
beforeAll(async () => {
  ringfleet = await openDeployment();
  python = PythonConsumer.setUp();
  folder = mkdtempSync(join(tmpdir(), 'ringfleet-consumers-'));
  await ringfleet.administrator.import(sheet(Array.from({ length: GOOD }, (_, index) => `Add,consumers-${index},${MODEL},${mac(index)}`)));
  const removed = Array.from({ length: 50 }, (_, index) => `Remove,consumers-${index},,`);
  const bad = Array.from({ length: 40 }, (_, index) => `Add,consumers-bad-${index},${MODEL},no address`);
  finished = await ringfleet.administrator.import(sheet([...removed, ...bad]));
});
afterAll(async () => {
  await ringfleet.close();
  rmSync(folder, { recursive: true, force: true });
});

const sheet = (rows: readonly string[]): string => `${['Action,Name,Device model,MAC address', ...rows].join('\n')}\n`;
const mac = (index: number): string => `00:1B:C5:0C:${hex(index >> 8)}:${hex(index)}`;
const hex = (value: number): string => (value & 0xff).toString(16).padStart(2, '0').toUpperCase();
const brokers = (): string => ringfleet.operator['RINGFLEET_KAFKA_BROKERS'] ?? '';

/** What a consumer and the API must agree on. */
const FIELDS = ['id', 'name', 'macAddress', 'managedBy', 'customerId', 'siteId', 'profileId', 'totalPorts'] as const;
const shown = ({ id, name, macAddress, managedBy, assignedTo, site, profile, totalPorts }: DeviceView): Record<(typeof FIELDS)[number], unknown> => ({
  id,
  name,
  macAddress: macAddress ?? '',
  managedBy: managedBy?.id ?? '',
  customerId: assignedTo?.id ?? '',
  siteId: site?.id ?? '',
  profileId: profile?.id ?? '',
  totalPorts,
});

describe('readers of the events of an import', () => {
  it('in Python have, from an empty start, the same devices as the inventory', async () => {
    const state = join(folder, 'devices.sqlite');
    const summary = python.lines<object>('mirror.py', '--brokers', brokers(), '--state', state).at(-1);
    const devices = await ringfleet.administrator.devices();
    expect(devices.length).toBeGreaterThanOrEqual(GOOD - 50);
    expect(summary).toMatchObject({ devices: devices.length, gaps: 0 });
    const copied = python.lines<Record<string, unknown>>('mirror.py', '--state', state, '--list');
    const inCopy = copied.map((device) => Object.fromEntries(FIELDS.map((field) => [field, device[field]])));
    const byId = (all: readonly Readonly<Record<string, unknown>>[]): Map<unknown, object> => new Map(all.map((device) => [device['id'], device]));
    expect(byId(inCopy)).toEqual(byId(devices.map(shown)));
  });

  it('decode each event of every public topic, and as many as kcat finds', () => {
    for (const { name, audience } of Object.values(topics)) {
      if (audience !== 'public') continue;
      const decoded = python.lines<Event>('decode.py', '--brokers', brokers(), '--topic', name);
      expect([name, decoded.length]).toEqual([name, new Set(kcat(name)).size]);
    }
  });

  it('hear of each rejected row and the counts of the end', () => {
    const events = python.lines<Event>('decode.py', '--brokers', brokers(), '--topic', topics.imports.name).filter(({ key }) => key === finished.id);
    expect(events.filter(({ value }) => value && 'rowRejected' in value)).toHaveLength(40);
    expect(events.at(-1)?.value).toMatchObject({ finished: { counts: { rows: 90, applied: 50, rejected: 40 } } });
  });
});

/** The ids of the events on a topic, as kcat reads them. */
function kcat(topic: string): string[] {
  const { status, stdout, stderr } = spawnSync('kcat', ['-b', brokers(), '-C', '-e', '-q', '-t', topic, '-f', '%h\n'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`kcat: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((headers) => /ce_id=([^,]+)/.exec(headers)?.[1] ?? ''); // ce_specversion=1.0,ce_id=files.import.v1/…/3,…
}
