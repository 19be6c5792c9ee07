// What the words in cells mean, said from product.md alone: nothing here is shared with the service.

/** The columns by their English names (IMP-02). */
export const COLUMN_NAMES = [
  'Action',
  'Name',
  'Device model',
  'MAC address',
  'Managed by',
  'CPE profile',
  'Shared with reseller',
  'Tenant customer name',
  'Inventory ID',
  'Description',
  'Site',
  'Customer-owned',
  'ASCII/AES key',
  'Secret',
  'HTTP username',
  'HTTP password',
  'File name',
  'Accept data from phone',
  'Virtual phone provisioning',
  // Custom fields (INV-16): of the provider, the last but one for its own eyes; the last of the first reseller.
  'Note',
  'Weight',
  'Floor',
  'Rack',
] as const;
export type ColumnName = (typeof COLUMN_NAMES)[number];

/** Columns whose cells are secret, by where they are kept (PRV-03). */
export const SECRET_COLUMNS = { 'ASCII/AES key': 'ascii_key', Secret: 'secret', 'HTTP username': 'http_username', 'HTTP password': 'http_password' } as const;
export type SecretColumn = keyof typeof SECRET_COLUMNS;
export const isSecretColumn = (column: ColumnName): column is SecretColumn => column in SECRET_COLUMNS;

export const CUSTOM_COLUMNS = ['Note', 'Weight', 'Floor', 'Rack'] as const;
export type CustomColumn = (typeof CUSTOM_COLUMNS)[number];
export const isCustomColumn = (column: ColumnName): column is CustomColumn => (CUSTOM_COLUMNS as readonly string[]).includes(column);

/** INV-02: names are compared trimmed, NFC, lower case. */
export const key = (text: string): string => text.trim().normalize('NFC').toLowerCase();
export const sameName = (one: string, other: string): boolean => key(one) === key(other);

/** IMP-02, IMP-05a: what an Action cell asks for. */
export function readAction(cell: string): 'add' | 'remove' | undefined {
  if (['add', 'ajouter'].includes(key(cell))) return 'add';
  if (['remove', 'retirer'].includes(key(cell))) return 'remove';
  return undefined;
}

/** IMP-02: Y, Yes, O, Oui, TRUE; N, No, Non, FALSE; any case; empty is N. */
export function readYesNo(cell: string): boolean | undefined {
  if (['y', 'yes', 'o', 'oui', 'true'].includes(key(cell))) return true;
  if (['', 'n', 'no', 'non', 'false'].includes(key(cell))) return false;
  return undefined;
}

/** IMP-02b. */
export const saysAdministratorOnly = (cell: string): boolean => sameName(cell, 'Administrator only') || sameName(cell, 'Administrateur uniquement');

/** INV-03: the twelve digits of an address that a device may have. */
export function readMac(cell: string): string | undefined {
  const text = cell.toUpperCase();
  const digits = text.replaceAll(':', '').replaceAll('-', '').replaceAll('.', '');
  if (!/^[0-9A-F]{12}$/.test(digits)) return undefined; // 001420FF3C52
  const pairs = [0, 2, 4, 6, 8, 10].map((at) => digits.slice(at, at + 2));
  const fours = [0, 4, 8].map((at) => digits.slice(at, at + 4));
  const usual = [digits, pairs.join(':'), pairs.join('-'), fours.join('.')].includes(text);
  const multicast = '13579BDF'.includes(digits.charAt(1)); // broadcast is one of them
  return usual && !multicast && digits !== '000000000000' ? digits : undefined;
}

/** 00:14:20:FF:3C:52, as it is shown. */
export const shownMac = (digits: string): string => digits.replaceAll(/(..)(?=.)/g, '$1:'); // 001420FF3C52
