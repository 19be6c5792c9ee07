import { DeviceField } from '@ringfleet/contracts';
import { Refused } from '@ringfleet/kernel';
import type { CustomFileColumn } from '../columns/custom-columns.js';
import { type DeviceTexts, textOf } from './device-lines.js';

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
  readonly cellOf: (device: DeviceTexts) => string;
}

type Cell = ExportColumn['cellOf'];

const text =
  (field: DeviceField, none = ''): Cell =>
  (device) =>
    textOf(device, field) || none;
const yesOrNo =
  (field: DeviceField): Cell =>
  (device) =>
    textOf(device, field) === 't' ? 'Y' : 'N';
/** 2026-11-21 17:49:36, UTC: spreadsheet programs take it for a time. */
const time =
  (field: DeviceField): Cell =>
  (device) =>
    textOf(device, field).slice(0, '2026-11-21 17:49:36'.length);
const always =
  (cell: string): Cell =>
  () =>
    cell;

const macAddress: Cell = (device) => {
  const mac = textOf(device, DeviceField.MAC_ADDRESS);
  if (mac === '') return '';
  return `${mac.slice(0, 2)}:${mac.slice(2, 4)}:${mac.slice(4, 6)}:${mac.slice(6, 8)}:${mac.slice(8, 10)}:${mac.slice(10)}`;
};

const STATES: Readonly<Record<string, string>> = { inStock: 'In stock', assigned: 'Assigned', inService: 'In service', retired: 'Retired' };
const STATUSES: Readonly<Record<string, string>> = { registered: 'Registered', aged: 'Aged', unregistered: 'Unregistered' };
const PLACED = ['managedBy', 'sharedWithResellers'];

/** The columns that import reads back, in the order of IMP-02. */
const RETURNING: readonly ExportColumn[] = [
  { name: 'action', header: 'Action', mandatory: true, cellOf: always('Add') },
  { name: 'name', header: 'Name', mandatory: true, cellOf: text(DeviceField.NAME) },
  { name: 'model', header: 'Device model', mandatory: true, cellOf: text(DeviceField.MODEL) },
  { name: 'macAddress', header: 'MAC address', mandatory: true, cellOf: macAddress },
  { name: 'managedBy', header: 'Managed by', cellOf: text(DeviceField.MANAGER, 'Administrator only') },
  { name: 'profile', header: 'CPE profile', needs: PLACED, cellOf: text(DeviceField.PROFILE) },
  { name: 'sharedWithResellers', header: 'Shared with reseller', needs: ['managedBy'], cellOf: yesOrNo(DeviceField.SHARED) },
  { name: 'assignedTo', header: 'Tenant customer name', needs: PLACED, cellOf: text(DeviceField.CUSTOMER) },
  { name: 'inventoryId', header: 'Inventory ID', cellOf: text(DeviceField.INVENTORY_ID) },
  { name: 'description', header: 'Description', cellOf: text(DeviceField.DESCRIPTION) },
  { name: 'site', header: 'Site', needs: ['assignedTo', ...PLACED], cellOf: text(DeviceField.SITE) },
  { name: 'customerOwned', header: 'Customer-owned', needs: ['assignedTo', ...PLACED], cellOf: yesOrNo(DeviceField.CUSTOMER_OWNED) },
  ...['ASCII/AES key', 'Secret', 'HTTP username', 'HTTP password'].map((header) => ({ name: header, header, secret: true as const, cellOf: always('') })),
  { name: 'fileName', header: 'File name', cellOf: text(DeviceField.FILE_NAME) },
  { name: 'acceptDataFromPhone', header: 'Accept data from phone', cellOf: yesOrNo(DeviceField.ACCEPT_DATA) },
  { name: 'virtual', header: 'Virtual phone provisioning', mandatory: true, cellOf: yesOrNo(DeviceField.VIRTUAL) },
];

/** What only goes out. */
const OUTGOING: readonly ExportColumn[] = [
  { name: 'totalPorts', header: 'Total ports', cellOf: text(DeviceField.TOTAL_PORTS) },
  { name: 'freePorts', header: 'Free ports', cellOf: text(DeviceField.FREE_PORTS) },
  { name: 'extensions', header: 'Extensions', cellOf: text(DeviceField.EXTENSIONS) },
  { name: 'status', header: 'Status', cellOf: (device) => STATUSES[textOf(device, DeviceField.STATUS)] ?? 'N/A' },
  { name: 'state', header: 'State', cellOf: (device) => STATES[textOf(device, DeviceField.STATE)] ?? '' },
  { name: 'createdAt', header: 'Created', cellOf: time(DeviceField.CREATED_AT) },
  { name: 'updatedAt', header: 'Changed', cellOf: time(DeviceField.CHANGED_AT) },
  { name: 'macPlain', header: 'MAC plain', cellOf: (device) => textOf(device, DeviceField.MAC_ADDRESS).toLowerCase() },
];

/** Custom fields, in the order in which inventory is asked for their values. */
const ofFields = (custom: readonly CustomFileColumn[]): ExportColumn[] =>
  custom.map(({ field, name, isOwn }, index) => ({
    name: `${CUSTOM}${field}`,
    header: name,
    // A reseller's field is refused on devices that are not its own.
    needs: isOwn ? [] : ['assignedTo', ...PLACED],
    cellOf: (device) => device.at(index - custom.length) ?? '', // they end its line
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
