// Real: the program as built, and its event log as another system of the carrier reads it.
import { Change_Kind, type DeviceChanged, type ImportEvent, topics } from '@ringfleet/contracts';
import type { EventLog } from '@ringfleet/messaging';
import type { Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { byKey, type Event, eventsUntil } from '../support/device-events.js';
import { csvOf, macOf, phones } from '../support/sheets.js';
import type { DeviceView, HistoryEntry, ImportView, Named, Notification, RowView } from '../support/views.js';

let ringfleet: Deployment;
let administrator: Api;
let log: EventLog;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
  log = await ringfleet.openEventLog();
});

afterAll(async () => {
  await log.close();
  await ringfleet.close();
});

/** The device events of one import, which are so many. */
async function deviceEvents(importId: string, count: number): Promise<Event<DeviceChanged>[]> {
  let left = count;
  const events = await eventsUntil(log, topics.devices, ({ message }) => importOf(message) === importId && --left === 0);
  return events.filter(({ message }) => importOf(message) === importId);
}

const importOf = (message: DeviceChanged | null): string | undefined =>
  message?.change?.source.case === 'import' ? message.change.source.value.importId : undefined;

describe('after an import', () => {
  const rows = [
    {
      name: 'effect-1',
      mac: macOf(40, 1),
      customer: 'Canistracci OIL',
      site: 'Head office',
      profile: '6821 standard',
      inventoryId: 'WH-7',
      description: 'Réception',
    },
    { name: 'effect-2', mac: '0200.2800.0002', managedBy: 'North Telecom', model: 'Yealink SIP-T54W' },
    { action: 'Remove', name: 'EFFECT-2' },
    { name: 'effect-2', mac: macOf(40, 2), model: 'Snom D785' },
    { name: 'effect-3', mac: 'nonsense' },
  ];
  let imported: ImportView;

  beforeAll(async () => {
    imported = await administrator.import(csvOf(rows));
  });

  it('the devices are in the list, with what the rows said', async () => {
    const devices = await administrator.devices('effect-');
    expect(devices).toMatchObject([
      {
        name: 'effect-1',
        description: 'Réception',
        model: { name: 'Cisco 6821', vendor: 'Cisco' },
        macAddress: '02:00:28:00:00:01',
        managedBy: null,
        assignedTo: { name: 'Canistracci OIL' },
        site: { name: 'Head office' },
        profile: { name: '6821 standard' },
        inventoryId: 'WH-7',
        totalPorts: 2,
        freePorts: 2,
        state: 'assigned',
        version: 1,
      },
      { name: 'effect-2', model: { name: 'Snom D785' }, macAddress: '02:00:28:00:00:02', managedBy: null, state: 'inStock', version: 1 },
    ]);
    for (const device of devices) expect(await administrator.get<DeviceView>(`/api/v1/devices/${device.id}`)).toEqual(device);
  });

  it('their history says who, from which import and row (INV-14)', async () => {
    const me = await administrator.get<Named>('/api/v1/me');
    const [first, second] = await administrator.devices('effect-');
    const created = { version: 1, kind: 'created', by: { id: me.id, name: me.name }, source: 'import', importId: imported.id };
    expect(await administrator.get<{ items: HistoryEntry[] }>(`/api/v1/devices/${first?.id}/history`)).toMatchObject({ items: [{ ...created, importRow: 2 }] });
    expect(await administrator.get<{ items: HistoryEntry[] }>(`/api/v1/devices/${second?.id}/history`)).toMatchObject({
      items: [{ ...created, importRow: 5 }],
    });
  });

  it('the log has one event per change of each device, numbered without a gap (EVT-01)', async () => {
    const events = await deviceEvents(imported.id, 4);
    const told = [...byKey(events).values()].map((own) =>
      own.map(({ sequence, message }) => [message?.name, sequence, message?.change?.kind, message?.deleted]),
    );
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        [['effect-1', 1, Change_Kind.CREATED, false]],
        [
          ['effect-2', 1, Change_Kind.CREATED, false],
          ['effect-2', 2, Change_Kind.DELETED, true],
        ],
        [['effect-2', 1, Change_Kind.CREATED, false]],
      ]),
    );
    const removed = events.find(({ message }) => message?.deleted)?.key;
    const records = (await eventsUntil(log, topics.devices, ({ key, message }) => key === removed && message === null)).filter(({ key }) => key === removed);
    expect(records.map(({ sequence, message }) => [sequence, message === null])).toEqual([
      [1, false],
      [2, false],
      [3, true], // the tombstone
    ]);
  });

  it('an event holds the state after the change, and tenants to filter by (EVT-01)', async () => {
    const [device] = await administrator.devices('effect-1');
    const event = (await deviceEvents(imported.id, 4)).find(({ key }) => key === device?.id);
    expect(event?.message).toMatchObject({
      id: device?.id,
      name: 'effect-1',
      description: 'Réception',
      macAddress: '02:00:28:00:00:01',
      customerId: device?.assignedTo?.id,
      siteId: device?.site?.id,
      profileId: device?.profile?.id,
      inventoryId: 'WH-7',
      totalPorts: 2,
    });
    expect(event?.headers).toMatchObject({
      'content-type': 'application/protobuf',
      ce_source: expect.any(String) as string,
      ce_type: expect.any(String) as string,
      rf_customer: device?.assignedTo?.id,
    });
  });

  it('the log tells of the import, of its rejected row and of its end (IMP-09)', async () => {
    const isLast = ({ key, message }: Event<ImportEvent>): boolean => key === imported.id && message?.event.case === 'finished';
    const events = (await eventsUntil(log, topics.imports, isLast)).filter(({ key }) => key === imported.id);
    const cases = events.map(({ message }) => message?.event.case);
    expect([cases[0], cases.at(-1)]).toEqual(['accepted', 'finished']);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const rejected = events.flatMap(({ message }) => (message?.event.case === 'rowRejected' ? [message.event.value] : []));
    expect(rejected).toMatchObject([{ row: 6, name: 'effect-3', reasons: [{ column: 'MAC address', code: 'bad_mac' }] }]);
    const last = events.at(-1)?.message?.event;
    expect(last?.case === 'finished' && last.value.counts).toMatchObject({ rows: 5, applied: 4, unchanged: 0, rejected: 1, notReached: 0 });
  });

  it('who started it has a notification, unread until it is read (IMP-08, NTF-01)', async () => {
    const aboutIt = (notifications: readonly Notification[]): Notification[] => notifications.filter(({ data }) => data.importId === imported.id);
    const [told] = aboutIt(await administrator.all<Notification>('/api/v1/notifications'));
    const errorList = `/api/v1/imports/${imported.id}/errors?format=csv`;
    expect(told).toMatchObject({ kind: 'import_finished', readAt: null, data: { importId: imported.id, counts: imported.counts, links: { errorList } } });
    expect((await administrator.download(errorList)).toString()).toContain('nonsense');
    const north = await ringfleet.reseller('North Telecom');
    expect(aboutIt(await north.all('/api/v1/notifications'))).toEqual([]);
    const read = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"read": true}' };
    expect(await administrator.request(`/api/v1/notifications/${told?.id}`, read)).toMatchObject({
      status: 200,
      body: { readAt: expect.any(String) as string },
    });
    expect(aboutIt(await administrator.all('/api/v1/notifications?unread=true'))).toEqual([]);
  });

  it('the notification comes live, and again to whoever says what it saw last (NTF-01)', async () => {
    const stop = new AbortController();
    const live = await administrator.notifications({ signal: stop.signal });
    const [one, other] = [await administrator.import(csvOf(phones(1, 'live', 41))), await administrator.import(csvOf(phones(2, 'live', 41)))];
    const heard = await firstOf(live, 2);
    expect(heard.map(({ data }) => [data.importId, data.counts])).toEqual([one, other].map(({ id, counts }) => [id, counts]));
    const replayed = await firstOf(await administrator.notifications({ signal: stop.signal, after: heard[0]?.id ?? '' }), 1);
    expect(replayed).toEqual(heard.slice(1));
    stop.abort();
  });
});

async function firstOf(told: AsyncIterable<Notification>, count: number): Promise<Notification[]> {
  const heard: Notification[] = [];
  for await (const notification of told) if (heard.push(notification) === count) break;
  return heard;
}

describe('names that have just come', () => {
  it('are known to an import in the same second: a customer and its site (design.md §1)', async () => {
    for (let n = 1; n <= 5; n++) {
      const customer = await administrator.post<Named>('/api/v1/customers', { name: `Just now ${n}` });
      await administrator.post('/api/v1/sites', { name: 'Attic', customerId: customer.id });
      const { id } = await administrator.import(csvOf([{ name: `just-${n}`, mac: macOf(42, n), customer: customer.name, site: 'Attic' }]));
      const [row] = await administrator.all<RowView>(`/api/v1/imports/${id}/rows`);
      expect([n, row?.outcome, row?.reasons]).toEqual([n, 'applied', []]);
    }
  });
});
