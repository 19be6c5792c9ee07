import type { DeviceChanged, ImportEvent } from '@ringfleet/contracts';
import { topics } from '@ringfleet/contracts';
import type { EventLog } from '@ringfleet/messaging';
import type { Api } from '../support/api.js';
import { byKey, type Event, eventsOn } from '../support/device-events.js';
import type { Counts, DeviceView, ImportView, RowView } from '../support/views.js';

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

export async function pictureOf(api: Api, log: EventLog, importId: string): Promise<Picture> {
  const { state, counts } = await api.importOf(importId);
  const rows = await api.all<RowView>(`/api/v1/imports/${importId}/rows`);
  const errorList = (await api.download(`/api/v1/imports/${importId}/errors?format=csv`)).toString();
  const devices = (await api.devices()).map(({ id: _, createdAt: __, updatedAt: ___, ...device }: DeviceView) => device);
  const own = (await eventsOn(log, topics.imports)).filter(({ key }) => key === importId);
  return { state, counts, rows, errorList, devices, changes: await changesOn(log), rejectedEvents: rejectedIn(own) };
}

async function changesOn(log: EventLog): Promise<string[]> {
  const events = await eventsOn(log, topics.devices);
  return [...byKey(events).values()].map((own) => own.map(changeText).join(' ')).toSorted((a, b) => (a < b ? -1 : 1));
}

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
export async function expectExactlyOnce(api: Api, log: EventLog, imported: ImportView): Promise<void> {
  const { id, counts } = imported;
  expect(imported.state).toBe('completed');
  expect(counts.applied + counts.unchanged + counts.rejected).toBe(counts.rows);
  await expectDeviceEvents(api, log);
  await expectImportEvents(api, log, imported);
  const told = (await api.all<{ data: { importId: string; counts: Counts } }>('/api/v1/notifications')).filter(({ data }) => data.importId === id);
  expect(told.map(({ data }) => data.counts)).toEqual([counts]);
}

async function expectDeviceEvents(api: Api, log: EventLog): Promise<void> {
  const perDevice = byKey(await eventsOn(log, topics.devices));
  const gaps = [...perDevice].filter(([, own]) => own.some(({ sequence }, index) => sequence !== index + 1));
  expect(gaps.map(([id, own]) => [id, own.map(({ sequence }) => sequence)])).toEqual([]);
  const strange = [...perDevice.values()].filter((own) => !/^added( removed gone)?$/.test(own.map(kindOf).join(' '))); // 'added removed gone'
  expect(strange).toEqual([]);
  const rebuilt = [...perDevice].filter(([, own]) => own.at(-1)?.message?.deleted === false).map(([id]) => id);
  expect(rebuilt.toSorted()).toEqual((await api.devices()).map(({ id }) => id).toSorted());
}

const kindOf = ({ message }: Event<DeviceChanged>): string => (message === null ? 'gone' : message.deleted ? 'removed' : 'added');

async function expectImportEvents(api: Api, log: EventLog, { id, counts }: ImportView): Promise<void> {
  const own = (await eventsOn(log, topics.imports)).filter(({ key }) => key === id);
  expect(own.map(({ sequence }) => sequence)).toEqual(own.map((_, index) => index + 1));
  const cases = own.map(({ message }) => message?.event.case).filter((name) => name !== 'progress' && name !== 'rowRejected');
  expect(cases).toEqual(['accepted', 'finished']);
  const rejected = await api.all<RowView>(`/api/v1/imports/${id}/rows?outcome=rejected`);
  expect(rejectedIn(own)).toEqual(rejected);
  const list = (await api.download(`/api/v1/imports/${id}/errors?format=csv`)).toString();
  expect(list.trimEnd().split('\r\n').length - 1).toBe(counts.rejected);
}
