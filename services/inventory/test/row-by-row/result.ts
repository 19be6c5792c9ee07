import type { DeviceRow } from './reference/records.js';
import type { SaidEvent } from './reference/reference.js';
import type { Tables } from './tables.js';

/** What is to be compared of a run: ids and times that each run makes anew are left out. */
export interface Result {
  readonly devices: readonly string[];
  readonly history: readonly string[];
  readonly ports: readonly string[];
  readonly values: readonly string[];
  readonly secrets: readonly string[];
  readonly events: readonly string[];
}

/** The text of a secret. */
export type Opened = (deviceId: string, column: string, stored: Uint8Array) => string;

/** A device is known by its id where it was there before the files, else by the import and row that made it. */
export function resultOf(tables: Tables, said: readonly SaidEvent[], before: readonly DeviceRow[], opened: Opened): Result {
  const ids = new Map(before.map(({ id }) => [id, id]));
  for (const { deviceId, state } of said) if (state?.['kind'] === 'created') ids.set(deviceId, String(state['from']));
  const known = (id: string): string => ids.get(id) ?? `unknown device ${id}`;
  const ours = said.filter(({ deviceId }) => ids.has(deviceId));
  return {
    devices: sorted(tables.devices.map(({ id, created_at: _created, since: _since, ...device }) => ({ id: known(id), ...device }))),
    history: sorted(
      tables.versions.map(({ device_id, created_at: _created, since: _since, ended_at: _ended, ...version }) => ({ id: known(device_id), ...version })),
    ),
    ports: sorted(tables.ports),
    values: sorted(tables.values.map(({ device_id: id, ...value }) => ({ id: known(id), ...value }))),
    secrets: sorted(
      tables.secrets.map(({ device_id: id, version, ...sealed }) => ({
        id: known(id),
        version,
        ...Object.fromEntries(Object.entries(sealed).map(([column, value]) => [column, Buffer.isBuffer(value) ? opened(id, column, value) : null])),
      })),
    ),
    events: sorted(ours.map(({ deviceId, ...event }) => ({ id: known(deviceId), ...event }))),
  };
}

const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row, keysInOrder)).toSorted();

const keysInOrder = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;
