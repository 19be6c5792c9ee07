import type { Row } from './row.js';
import { readYesNo, SECRET_COLUMNS, type SecretColumn } from './words.js';

/** The fields of PRV-03 that an Add says. */
export interface Provisioning {
  /** By where they are kept. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly fileName: string | null;
  readonly acceptData: boolean;
  /** undefined: the cell is wrong. */
  readonly virtual: boolean | undefined;
}

export function judgeProvisioning(row: Row): Provisioning {
  const given = (Object.keys(SECRET_COLUMNS) as SecretColumn[]).filter((column) => !row.isEmpty(column));
  for (const column of given) judgeSecret(row, column);
  judgeFileName(row);
  return {
    secrets: Object.fromEntries(given.map((column) => [SECRET_COLUMNS[column], row.cell(column)])),
    fileName: row.isEmpty('File name') ? null : row.cell('File name'),
    acceptData: judgeFlag(row, 'Accept data from phone') ?? false,
    virtual: judgeFlag(row, 'Virtual phone provisioning'),
  };
}

function judgeSecret(row: Row, column: SecretColumn): void {
  const characters = Array.from(row.cell(column));
  if (row.isInexact(column)) row.reject(column, 'bad_name');
  else if (characters.length > 128) row.reject(column, 'value_too_long');
  else if (characters.some((character) => /\p{Cc}/u.test(character))) row.reject(column, 'bad_name'); // '\u0007'
  else if (column === 'HTTP username' && row.cell(column).includes(':')) row.reject(column, 'bad_name');
}

/** One segment of an address. */
function judgeFileName(row: Row): void {
  const name = row.cell('File name');
  if (Array.from(name).length > 64) row.reject('File name', 'value_too_long');
  else if (name !== '' && (row.isInexact('File name') || name.includes('..') || !/^[A-Za-z0-9_.-]+$/.test(name) || '.-'.includes(name.charAt(0))))
    row.reject('File name', 'bad_name'); // 'a b'
}

function judgeFlag(row: Row, column: 'Accept data from phone' | 'Virtual phone provisioning'): boolean | undefined {
  const said = readYesNo(row.cell(column));
  if (said === undefined) row.reject(column, 'bad_yes_no');
  return said;
}
