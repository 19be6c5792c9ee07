import { type Cell, isAdministratorOnly, textOf, trimBlanks, yesOrNo } from '@ringfleet/kernel';
import { customColumn, fieldIdOf, isCustomColumn } from '../fields/custom-column.js';
import { type CustomValue, type FieldsById, valueIn } from '../fields/custom-field.js';
import { saysValue } from '../imports/judge-custom.js';
import type { Column, ImportRow, OwnColumn } from '../imports/row.js';
import type { Vault } from '../imports/vault.js';
import type { Device } from './device.js';
import { type DeviceSecrets, SECRET_NAMES, type SecretName } from './device-secrets.js';
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
  readonly fileName?: string | null | undefined;
  readonly acceptDataFromPhone?: boolean | undefined;
  readonly virtual?: boolean | undefined;
  readonly secret?: string | null | undefined;
  readonly httpUsername?: string | null | undefined;
  readonly httpPassword?: string | null | undefined;
  readonly asciiKey?: string | null | undefined;
  /** By the ids of custom fields; null empties. */
  readonly custom?: Readonly<Record<string, CustomValue | null>> | undefined;
}

const FIELD_OF: Readonly<Record<OwnColumn, string>> = {
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
  asciiKey: 'asciiKey',
  secret: 'secret',
  httpUsername: 'httpUsername',
  httpPassword: 'httpPassword',
  fileName: 'fileName',
  acceptData: 'acceptDataFromPhone',
  virtual: 'virtual',
};

/** The field of the API that is a column of a file. */
export const fieldOf = (column: Column): string => (isCustomColumn(column) ? column : FIELD_OF[column]);

const cell = (text: string): Cell => ({ raw: text, text, inexact: false });
const yesNo = (value: boolean): string => (value ? 'Y' : 'N');
const idOrNone = (id: string | null): string => id?.toLowerCase() ?? '';

/** A request is a row of one device: its cells, with ids where a file has names. */
export function rowOfRequest(action: 'Add' | 'Update', fields: DeviceFields, vault: Vault): ImportRow {
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
  say('fileName', fields.fileName, (text) => text ?? '');
  say('acceptData', fields.acceptDataFromPhone, yesNo);
  say('virtual', fields.virtual, yesNo);
  for (const [id, value] of Object.entries(fields.custom ?? {})) say(customColumn(id.toLowerCase()), value, (given) => trimBlanks(String(given ?? '')));
  for (const name of SECRET_NAMES) say(name, fields[name], (text) => vault.sealCell(text ?? ''));
  return { row: 0, cells };
}

/** A request that removes a device names it as a file does. */
export const rowToRemove = (name: string): ImportRow => ({ row: 0, cells: { action: cell('Remove'), name: cell(name) } });

/** What a row of a request is compared with. */
export interface AsItIs {
  readonly device: Device;
  readonly secrets: DeviceSecrets;
  /** Whether its profile may not be seen. */
  readonly isProfileHidden: boolean;
  /** The custom fields that the row names. */
  readonly fields: FieldsById;
}

/** The same row without what is so already: a device can be sent back as it was read. A secret that is given is left in it, for who may set it to be asked first. */
export function differing(row: ImportRow, as: AsItIs): ImportRow {
  const cells = Object.fromEntries(
    Object.entries(row.cells).filter(([column]) => column !== 'action' && !saysSo(column as Exclude<Column, 'action'>, textOf(row, column as Column), as)),
  );
  return { ...row, cells };
}

const isWithout =
  (name: SecretName) =>
  (text: string, { secrets }: AsItIs): boolean =>
    text === '' && secrets[name] === null;

function saysSo(column: Exclude<Column, 'action'>, text: string, as: AsItIs): boolean {
  if (!isCustomColumn(column)) return SAYS_SO[column](text, as);
  const field = as.fields.get(fieldIdOf(column));
  return saysValue(field, text, field ? valueIn(field, as.device) : null);
}

const SAYS_SO: Readonly<Record<Exclude<OwnColumn, 'action'>, (text: string, as: AsItIs) => boolean>> = {
  name: (text, { device: { name } }) => text === name,
  model: (text, { device: { modelId } }) => text === modelId,
  mac: (text, { device: { mac } }) => (text === '' ? mac === null : macIn(text) === mac),
  managedBy: (text, { device: { managedBy } }) => (isAdministratorOnly(text) ? managedBy === null : text === managedBy),
  shared: (text, { device: { shared } }) => yesOrNo(text) === shared,
  customer: (text, { device: { customerId } }) => text === (customerId ?? ''),
  site: (text, { device: { siteId } }) => text === (siteId ?? ''),
  // One that may not be seen was read as none.
  profile: (text, { device: { profileId }, isProfileHidden }) => text === (profileId ?? '') || (text === '' && isProfileHidden),
  inventoryId: (text, { device: { inventoryId } }) => text === (inventoryId ?? ''),
  description: (text, { device: { description } }) => text === (description ?? ''),
  customerOwned: (text, { device: { customerOwned } }) => yesOrNo(text) === customerOwned,
  fileName: (text, { device: { fileName } }) => text === (fileName ?? ''),
  acceptData: (text, { device: { acceptData } }) => yesOrNo(text) === acceptData,
  virtual: (text, { device: { virtual } }) => yesOrNo(text) === virtual,
  secret: isWithout('secret'),
  httpUsername: isWithout('httpUsername'),
  httpPassword: isWithout('httpPassword'),
  asciiKey: isWithout('asciiKey'),
};

function macIn(text: string): string | undefined {
  const parsed = parseMac(text);
  return 'bad' in parsed ? undefined : parsed.mac;
}
