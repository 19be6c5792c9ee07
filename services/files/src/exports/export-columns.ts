import { type DeviceBatch, Lifecycle } from '@ringfleet/contracts';
import { Refused } from '@ringfleet/kernel';
import type { CustomFileColumn } from '../columns/custom-columns.js';

/** A column of an export: how the API's list calls it, how the file heads it, what is in it (EXP-01). */
export interface ExportColumn {
  readonly name: string;
  readonly header: string;
  /** In every file, whatever was asked for: import cannot do without. */
  readonly mandatory?: true;
  /** Present and empty where all columns are asked for (EXP-01a). */
  readonly secret?: true;
  /** Columns without which a row that fills this one is refused by import. */
  readonly needs?: readonly string[];
  /** A cell for each device of the batch. */
  readonly cellsOf: (batch: DeviceBatch) => readonly string[];
}

type Cells = ExportColumn['cellsOf'];

const label =
  (list: (batch: DeviceBatch) => readonly number[], none = ''): Cells =>
  (batch) => {
    const labels = batch.labels.with(0, none);
    return list(batch).map((index) => labels[index] ?? '');
  };
const yesOrNo =
  (list: (batch: DeviceBatch) => readonly boolean[]): Cells =>
  (batch) =>
    list(batch).map((isSo) => (isSo ? 'Y' : 'N'));
const number =
  (list: (batch: DeviceBatch) => readonly number[]): Cells =>
  (batch) =>
    list(batch).map(String);
const time =
  (list: (batch: DeviceBatch) => readonly number[]): Cells =>
  (batch) => {
    let last = Number.NaN;
    let shown = '';
    return list(batch).map((value) => {
      if (value !== last) shown = timeText(value); // devices of one import have one time
      last = value;
      return shown;
    });
  };
const always =
  (cell: string): Cells =>
  ({ names }) =>
    names.map(() => cell);

/** 2026-11-21 17:49:36, UTC: spreadsheet programs take it for a time. */
function timeText(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

const STATES: Readonly<Record<Lifecycle, string>> = {
  [Lifecycle.UNSPECIFIED]: '',
  [Lifecycle.IN_STOCK]: 'In stock',
  [Lifecycle.ASSIGNED]: 'Assigned',
  [Lifecycle.IN_SERVICE]: 'In service',
  [Lifecycle.RETIRED]: 'Retired',
};
const PLACED = ['managedBy', 'sharedWithResellers'];

/** The columns that import reads back, in the order of IMP-02. */
const RETURNING: readonly ExportColumn[] = [
  { name: 'action', header: 'Action', mandatory: true, cellsOf: always('Add') },
  { name: 'name', header: 'Name', mandatory: true, cellsOf: ({ names }) => names },
  { name: 'model', header: 'Device model', mandatory: true, cellsOf: label(({ models }) => models) },
  { name: 'macAddress', header: 'MAC address', mandatory: true, cellsOf: ({ macAddresses }) => macAddresses },
  { name: 'managedBy', header: 'Managed by', cellsOf: label(({ managers }) => managers, 'Administrator only') },
  { name: 'profile', header: 'CPE profile', needs: PLACED, cellsOf: label(({ profiles }) => profiles) },
  { name: 'sharedWithResellers', header: 'Shared with reseller', needs: ['managedBy'], cellsOf: yesOrNo(({ shared }) => shared) },
  { name: 'assignedTo', header: 'Tenant customer name', needs: PLACED, cellsOf: label(({ customers }) => customers) },
  { name: 'inventoryId', header: 'Inventory ID', cellsOf: ({ inventoryIds }) => inventoryIds },
  { name: 'description', header: 'Description', cellsOf: ({ descriptions }) => descriptions },
  { name: 'site', header: 'Site', needs: ['assignedTo', ...PLACED], cellsOf: label(({ sites }) => sites) },
  { name: 'customerOwned', header: 'Customer-owned', needs: ['assignedTo', ...PLACED], cellsOf: yesOrNo(({ customerOwned }) => customerOwned) },
  ...['ASCII/AES key', 'Secret', 'HTTP username', 'HTTP password'].map((header) => ({ name: header, header, secret: true as const, cellsOf: always('') })),
  { name: 'fileName', header: 'File name', cellsOf: ({ fileNames }) => fileNames },
  { name: 'acceptDataFromPhone', header: 'Accept data from phone', cellsOf: yesOrNo(({ acceptData }) => acceptData) },
  { name: 'virtual', header: 'Virtual phone provisioning', mandatory: true, cellsOf: yesOrNo(({ virtual }) => virtual) },
];

/** What only goes out. */
const OUTGOING: readonly ExportColumn[] = [
  { name: 'totalPorts', header: 'Total ports', cellsOf: number(({ totalPorts }) => totalPorts) },
  { name: 'freePorts', header: 'Free ports', cellsOf: number(({ freePorts }) => freePorts) },
  { name: 'extensions', header: 'Extensions', cellsOf: ({ extensions }) => extensions },
  // No registrar is asked yet: unknown reads so (CTL-01).
  { name: 'status', header: 'Status', cellsOf: always('N/A') },
  { name: 'state', header: 'State', cellsOf: ({ lifecycles }) => lifecycles.map((lifecycle) => STATES[lifecycle]) },
  { name: 'createdAt', header: 'Created', cellsOf: time(({ createdAtMs }) => createdAtMs) },
  { name: 'updatedAt', header: 'Changed', cellsOf: time(({ changedAtMs }) => changedAtMs) },
  { name: 'macPlain', header: 'MAC plain', cellsOf: ({ macAddresses }) => macAddresses.map((mac) => mac.replaceAll(':', '').toLowerCase()) },
];

/** Custom fields, in the order in which inventory is asked for their values. */
const ofFields = (custom: readonly CustomFileColumn[]): ExportColumn[] =>
  custom.map(({ field, name, isOwn }, index) => ({
    name: `${CUSTOM}${field}`,
    header: name,
    // A reseller's field is refused on devices that are not its own.
    needs: isOwn ? [] : ['assignedTo', ...PLACED],
    cellsOf: ({ names, custom: values }) => values[index]?.cells ?? names.map(() => ''),
  }));

const CUSTOM = 'custom.';
export const isCustomName = (name: string): boolean => name.startsWith(CUSTOM);
/** The fields of those that are asked for; of null all. */
export const customAmong = (asked: readonly string[] | null, custom: readonly CustomFileColumn[]): readonly CustomFileColumn[] =>
  asked === null ? custom : custom.filter(({ field }) => asked.includes(`${CUSTOM}${field}`));

/** The columns of a file, in their order: all, or those asked for with the ones that import cannot do without. Throws `Refused` 400 `bad_columns`. */
export function columnsFor(asked: readonly string[] | null, custom: readonly CustomFileColumn[]): readonly ExportColumn[] {
  const all = [...RETURNING, ...ofFields(customAmong(asked, custom)), ...OUTGOING];
  if (asked === null) return all;
  const choice = all.filter(({ secret }) => !secret);
  const unknown = asked.find((name) => !choice.some((column) => column.name === name));
  if (unknown !== undefined) {
    const message = `There is no column ${unknown}; columns are ${choice.map(({ name }) => name).join(', ')}, and custom.<id> of a custom field.`;
    throw new Refused(400, 'bad_columns', message, { errors: [{ code: 'bad_columns', field: 'columns', message }] });
  }
  const needed = new Set(choice.flatMap(({ name, needs = [] }) => (asked.includes(name) ? [name, ...needs] : [])));
  return choice.filter(({ name, mandatory }) => mandatory || needed.has(name));
}
