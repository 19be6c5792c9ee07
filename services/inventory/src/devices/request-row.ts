import { type Cell, isAdministratorOnly, textOf, yesOrNo } from '@ringfleet/kernel';
import type { Column, ImportRow } from '../imports/row.js';
import type { Device } from './device.js';
import { parseMac } from './mac-address.js';

/** What a request says of a device, by the names of the API; records by their ids. What is left out is not said; null says none. */
export interface DeviceFields {
  readonly name?: string | undefined;
  readonly model?: string | undefined;
  readonly macAddress?: string | null | undefined;
  /** null: Administrator only. */
  readonly managedBy?: string | null | undefined;
  readonly sharedWithResellers?: boolean | undefined;
  readonly assignedTo?: string | null | undefined;
  readonly site?: string | null | undefined;
  readonly profile?: string | null | undefined;
  readonly inventoryId?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly customerOwned?: boolean | undefined;
}

/** The fields of the API by the columns of a file. */
export const FIELD_OF: Readonly<Record<Column, string>> = {
  action: 'action',
  name: 'name',
  model: 'model',
  mac: 'macAddress',
  managedBy: 'managedBy',
  profile: 'profile',
  shared: 'sharedWithResellers',
  customer: 'assignedTo',
  inventoryId: 'inventoryId',
  description: 'description',
  site: 'site',
  customerOwned: 'customerOwned',
};

const cell = (text: string): Cell => ({ raw: text, text, inexact: false });
const yesNo = (value: boolean): string => (value ? 'Y' : 'N');
const idOrNone = (id: string | null): string => id?.toLowerCase() ?? '';

/** A request is a row of one device: its cells, with ids where a file has names. */
export function rowOfRequest(action: 'Add' | 'Update', fields: DeviceFields): ImportRow {
  const cells: Partial<Record<Column, Cell>> = { action: cell(action) };
  const say = <T>(column: Column, value: T | undefined, text: (value: T) => string): void => {
    if (value !== undefined) cells[column] = cell(text(value));
  };
  say('name', fields.name, (name) => name);
  say('model', fields.model, idOrNone);
  say('mac', fields.macAddress, (mac) => mac ?? '');
  say('managedBy', fields.managedBy, (id) => (id === null ? 'Administrator only' : idOrNone(id)));
  say('shared', fields.sharedWithResellers, yesNo);
  say('customer', fields.assignedTo, idOrNone);
  say('site', fields.site, idOrNone);
  say('profile', fields.profile, idOrNone);
  say('inventoryId', fields.inventoryId, (text) => text ?? '');
  say('description', fields.description, (text) => text ?? '');
  say('customerOwned', fields.customerOwned, yesNo);
  return { row: 0, cells };
}

/** A request that removes a device names it as a file does. */
export const rowToRemove = (name: string): ImportRow => ({ row: 0, cells: { action: cell('Remove'), name: cell(name) } });

/** The same row without what is so already: a device can be sent back as it was read. */
export function differing(row: ImportRow, device: Device, isHidden: (profileId: string) => boolean): ImportRow {
  const cells = Object.fromEntries(
    Object.entries(row.cells).filter(
      ([column]) => column !== 'action' && !SAYS_SO[column as keyof typeof SAYS_SO](textOf(row, column as Column), device, isHidden),
    ),
  );
  return { ...row, cells };
}

const SAYS_SO: Readonly<Record<Exclude<Column, 'action'>, (text: string, device: Device, isHidden: (profileId: string) => boolean) => boolean>> = {
  name: (text, { name }) => text === name,
  model: (text, { modelId }) => text === modelId,
  mac: (text, { mac }) => (text === '' ? mac === null : macIn(text) === mac),
  managedBy: (text, { managedBy }) => (isAdministratorOnly(text) ? managedBy === null : text === managedBy),
  shared: (text, { shared }) => yesOrNo(text) === shared,
  customer: (text, { customerId }) => text === (customerId ?? ''),
  site: (text, { siteId }) => text === (siteId ?? ''),
  // One that may not be seen was read as none.
  profile: (text, { profileId }, isHidden) => text === (profileId ?? '') || (text === '' && profileId !== null && isHidden(profileId)),
  inventoryId: (text, { inventoryId }) => text === (inventoryId ?? ''),
  description: (text, { description }) => text === (description ?? ''),
  customerOwned: (text, { customerOwned }) => yesOrNo(text) === customerOwned,
};

function macIn(text: string): string | undefined {
  const parsed = parseMac(text);
  return 'bad' in parsed ? undefined : parsed.mac;
}
