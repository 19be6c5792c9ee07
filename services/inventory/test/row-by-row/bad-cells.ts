import type { ColumnName } from './reference/words.js';
import { CUSTOMER_NAMES, DEVICE_NAMES, MACS, PROFILE_NAMES, RESELLER_NAMES, SITE_NAMES } from './world-plan.js';
import { MODELS, type World } from './world.js';

/** A description at which a test makes writing fail. */
export const UNFORESEEN = 'Unforeseen';
/** A cell of a number column that lost its last digits. */
export const INEXACT_NUMBER = '1.23457E+14';
const NOBODY = '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f';
const SECRETS = ['', '\u00a0', 's3cret', 's3cret ', 'S3cret', 's'.repeat(129), '📞'.repeat(128), 'two\nlines', 'a:b', INEXACT_NUMBER];
const YES_NO = ['Y', 'oui', 'perhaps', 'N', '', '1'];

const customers = (tenants: World['tenants']): string[] => [
  'No such customer',
  '',
  NOBODY,
  'North / Alpine',
  'North / East / Alpine',
  'Nobody / Alpine',
  'North/Alpine',
  'Administrator only / Alpine',
  ...CUSTOMER_NAMES,
  ...tenants.map(({ id }) => id),
  ...tenants.filter(({ kind }) => kind === 'customer').map(({ id }) => id.toUpperCase()),
];

const BAD_CELLS: Record<ColumnName, (world: World) => string[]> = {
  Action: () => ['', 'Update', 'Addd', 'REMOVE', 'ajouter'],
  Name: () => ['', INEXACT_NUMBER, '\u00a0', 'n'.repeat(65), '📞'.repeat(64), 'Pho\u0007ne 1', `${'n'.repeat(65)}\u0007`, 'Pho\nne 2', ...DEVICE_NAMES],
  'Device model': () => ['', 'No such model', '6821', ...MODELS.map(({ vendor, name }) => `${vendor} ${name}`)],
  'MAC address': () => [
    '',
    'none',
    INEXACT_NUMBER,
    '001420FF3C5',
    '00:14-20:FF:3C:52',
    '00 14 20 FF 3C 52',
    '000000000000',
    'FFFFFFFFFFFF',
    '01:14:20:FF:3C:52',
    '0014:20FF:3C52',
    ...MACS,
  ],
  'Managed by': () => ['Nobody', 'Administrator only', '', ...RESELLER_NAMES],
  'CPE profile': () => ['No such profile', '', ...PROFILE_NAMES],
  'Shared with reseller': () => YES_NO,
  'Tenant customer name': ({ tenants }) => customers(tenants),
  'Inventory ID': () => ['i'.repeat(65), '📞'.repeat(64), INEXACT_NUMBER, 'a\u0000b', 'INV-1', 'inv-1', ''],
  Description: () => ['d'.repeat(256), INEXACT_NUMBER, `${'d'.repeat(255)}\u0000`, 'two\nlines', 'LOBBY', 'Lobby', '<b>&"\'; drop table devices; --', ''],
  Site: () => ['No such site', '', ...SITE_NAMES],
  'Customer-owned': () => YES_NO,
  'ASCII/AES key': () => SECRETS,
  Secret: () => SECRETS,
  'HTTP username': () => SECRETS,
  'HTTP password': () => SECRETS,
  'File name': () => ['', 'phone.cfg', 'PHONE.CFG', '../phone.cfg', '.phone', '-phone.cfg', 'a/b', 'two words', 'f'.repeat(65), INEXACT_NUMBER],
  'Accept data from phone': () => YES_NO,
  'Virtual phone provisioning': () => YES_NO,
  Note: () => ['', 'two\nlines', 'n'.repeat(256), '📞'.repeat(255), INEXACT_NUMBER, 'loan', 'Loan', 'Cafe\u0301'],
  Weight: () => ['', '12,5', '0', '-0', '12.0', '1e3', '1234567890123456', '12.1234567', INEXACT_NUMBER, '007', 'heavy'],
  Floor: () => ['', 'Attic', 'ground', 'FIRST ', INEXACT_NUMBER],
  Rack: () => ['', 'Rack 1', 'r'.repeat(256), INEXACT_NUMBER],
};

/** What may be wrong with a cell of a column; some of it is right in some worlds. */
export const badCells = (column: ColumnName, world: World): string[] => BAD_CELLS[column](world);
