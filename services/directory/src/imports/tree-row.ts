import { type ImportRow, type Reason, textOf } from '@ringfleet/kernel';
import { ACCOUNT_KINDS, type AccountKind } from '../accounts/account.js';
import { PROVISION_DEVICES, type ProvisionDevices } from '../customers/customer.js';

/** The columns a row of the tree may have, by the names that reasons and templates use (DIR-11). */
export const COLUMNS = {
  action: 'Action',
  type: 'Type',
  name: 'Name',
  reseller: 'Reseller',
  customer: 'Customer',
  site: 'Site',
  provisionDevices: 'Provision devices',
  lineStatesReport: 'Line-states report',
  approvedModels: 'Approved models',
  extension: 'Extension',
  displayName: 'Display name',
  sipUsername: 'SIP username',
  sipPassword: 'SIP password',
  kind: 'Account kind',
} as const;
export type Column = keyof typeof COLUMNS;
export type TreeRow = ImportRow<Column>;
export type TreeReason = Reason<Column>;

export type NodeType = 'reseller' | 'customer' | 'site' | 'account';

/** What a row of each type may say beside Action, Type and Name; what it says elsewhere would be lost. */
export const OWN_COLUMNS: Readonly<Record<NodeType, readonly Column[]>> = {
  reseller: ['lineStatesReport'],
  customer: ['reseller', 'provisionDevices'],
  site: ['reseller', 'customer', 'approvedModels'],
  account: ['reseller', 'customer', 'site', 'extension', 'displayName', 'sipUsername', 'sipPassword', 'kind'],
};

const words = <T>(...entries: (readonly [T, ...string[]])[]): ReadonlyMap<string, T> =>
  new Map(entries.flatMap(([value, ...texts]) => texts.map((text): [string, T] => [text, value])));

const TYPES = words<NodeType>(['reseller', 'reseller', 'revendeur'], ['customer', 'customer', 'client'], ['site', 'site'], ['account', 'account', 'compte']);
export const typeOf = (text: string): NodeType | undefined => TYPES.get(text.toLowerCase());

const PERMISSIONS = words<ProvisionDevices>(['modify', '', 'modifier'], ['view', 'voir'], ['none', 'aucun']);
/** Empty is modify, as of a new customer (DIR-05); undefined where the text is no permission. */
export const permissionOf = (text: string): ProvisionDevices | undefined =>
  PERMISSIONS.get(text.toLowerCase()) ?? PROVISION_DEVICES.find((known) => known === text.toLowerCase());

const KINDS = words<AccountKind>(['phone-terminal', '', 'phone terminal', 'terminal'], ['queue', 'file'], ['other', 'autre']);
/** Empty is a phone terminal; undefined where the text is no kind of accounts. */
export const accountKindOf = (text: string): AccountKind | undefined =>
  KINDS.get(text.toLowerCase()) ?? ACCOUNT_KINDS.find((known) => known === text.toLowerCase());

/** The device models that a cell names. */
export const modelsIn = (row: TreeRow): string[] =>
  textOf(row, 'approvedModels')
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
