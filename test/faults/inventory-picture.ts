import type { DeviceChanged, ImportEvent } from '@ringfleet/contracts';
import { topics } from '@ringfleet/contracts';
import type { EventLog } from '@ringfleet/messaging';
import type { Api } from '../support/api.js';
import { byKey, type Event, eventsOn } from '../support/device-events.js';
import type { Counts, ImportView, RowView } from '../support/views.js';

/** What an import has done, without what differs from run to run: ids and times. Equal pictures mean equal imports. */
export interface Picture {
  readonly state: string;
  readonly counts: Counts;
  readonly rows: readonly RowView[];
  readonly errorList: string;
  readonly devices: readonly object[];
  /** Of each device that ever was: its changes, in order; sorted. */
  readonly changes: readonly string[];
  readonly rejectedEvents: readonly object[];
}

/** All that is to be seen after the end of an import. */
export interface Seen {
  readonly imported: ImportView;
  readonly rows: readonly RowView[];
  readonly errorList: string;
  readonly devices: readonly { readonly id: string }[];
  readonly deviceEvents: ReadonlyMap<string, readonly Event<DeviceChanged>[]>;
  /** Of this import alone. */
  readonly importEvents: readonly Event<ImportEvent>[];
  /** The counts that the bell told, each time. */
  readonly told: readonly Counts[];
}

export async function look(api: Api, log: EventLog, id: string): Promise<Seen> {
  const [rows, devices] = await Promise.all([api.all<RowView>(`/api/v1/imports/${id}/rows`), api.devices()]);
  return { ...(await lookAtEvents(api, log, { id, prefix: '' })), rows, devices };
}

/** Without what is long to read over HTTP. @param prefix of the names of the devices to look at */
export async function lookAtEvents(
  api: Api,
  log: EventLog,
  { id, prefix }: { readonly id: string; readonly prefix: string },
): Promise<Omit<Seen, 'rows' | 'devices'>> {
  const [imported, errorList, told, ofDevices, ofImports] = await Promise.all([
    api.importOf(id),
    api.download(`/api/v1/imports/${id}/errors?format=csv`),
    api.all<{ data: { importId: string; counts: Counts } }>('/api/v1/notifications'),
    eventsOn(log, topics.devices),
    eventsOn(log, topics.imports),
  ]);
  return {
    imported,
    errorList: errorList.toString(),
    deviceEvents: new Map([...byKey(ofDevices)].filter(([, [first]]) => first?.message?.name.startsWith(prefix) ?? false)),
    importEvents: ofImports.filter(({ key }) => key === id),
    told: told.filter(({ data }) => data.importId === id).map(({ data }) => data.counts),
  };
}

export const pictureOf = async (api: Api, log: EventLog, importId: string): Promise<Picture> => pictureIn(await look(api, log, importId));

const OF_A_RUN: ReadonlySet<string> = new Set(['id', 'createdAt', 'updatedAt', 'created_at', 'since', 'import_id']);

export const pictureIn = ({ imported, rows, errorList, devices, deviceEvents, importEvents }: Seen): Picture => ({
  state: imported.state,
  counts: imported.counts,
  rows,
  errorList,
  devices: devices.map((device) => Object.fromEntries(Object.entries(device).filter(([name]) => !OF_A_RUN.has(name)))),
  changes: [...deviceEvents.values()].map((own) => own.map(changeText).join(' ')).toSorted((a, b) => (a < b ? -1 : 1)),
  rejectedEvents: rejectedIn(importEvents),
});

const changeText = ({ sequence, message }: Event<DeviceChanged>): string =>
  `${sequence}:${message ? `${message.deleted ? 'removed' : 'added'} ${message.name} ${message.macAddress}` : 'gone'}`;

function rejectedIn(events: readonly Event<ImportEvent>[]): object[] {
  return events
    .flatMap(({ message }) => (message?.event.case === 'rowRejected' ? [message.event.value] : []))
    .map(({ row, name, reasons }) => ({
      row,
      outcome: 'rejected',
      name,
      reasons: reasons.map(({ column, code, message, value }) => ({ column, code, message, value })),
    }))
    .toSorted((a, b) => a.row - b.row);
}

/** What must hold of every import that has ended, however often it was interrupted (IMP-05, IMP-06, IMP-09, IMP-17, EVT-01). */
export const expectExactlyOnce = async (api: Api, log: EventLog, { id }: ImportView): Promise<void> => expectExactlyOnceIn(await look(api, log, id));

export function expectExactlyOnceIn(seen: Seen): void {
  const { state, counts } = seen.imported;
  expect(state).toBe('completed');
  expect(counts.applied + counts.unchanged + counts.rejected).toBe(counts.rows);
  expectDeviceEvents(seen);
  expectImportEvents(seen);
  expect(seen.told).toEqual([counts]);
}

function expectDeviceEvents({ deviceEvents, devices }: Seen): void {
  const gaps = [...deviceEvents].filter(([, own]) => own.some(({ sequence }, index) => sequence !== index + 1));
  expect(gaps.map(([id, own]) => [id, own.map(({ sequence }) => sequence)])).toEqual([]);
  const strange = [...deviceEvents.values()].filter((own) => !/^added( removed gone)?$/.test(own.map(kindOf).join(' '))); // 'added removed gone'
  expect(strange).toEqual([]);
  const rebuilt = [...deviceEvents].filter(([, own]) => own.at(-1)?.message?.deleted === false).map(([id]) => id);
  expect(rebuilt.toSorted()).toEqual(devices.map(({ id }) => id).toSorted());
}

const kindOf = ({ message }: Event<DeviceChanged>): string => (message === null ? 'gone' : message.deleted ? 'removed' : 'added');

function expectImportEvents({ importEvents, imported: { counts }, rows, errorList }: Seen): void {
  expect(importEvents.map(({ sequence }) => sequence)).toEqual(importEvents.map((_, index) => index + 1));
  const cases = importEvents.map(({ message }) => message?.event.case).filter((name) => name !== 'progress' && name !== 'rowRejected');
  expect(cases).toEqual(['accepted', 'finished']);
  expect(rejectedIn(importEvents)).toEqual(rows.filter(({ outcome }) => outcome === 'rejected'));
  expect(errorList.trimEnd().split('\r\n').length - 1).toBe(counts.rejected);
}
