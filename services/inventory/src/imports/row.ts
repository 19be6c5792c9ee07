import type { Refusal } from '@ringfleet/kernel';

/** The columns a row may have, by the names that reasons and templates use (IMP-02). */
export const COLUMNS = {
  action: 'Action',
  name: 'Name',
  model: 'Device model',
  mac: 'MAC address',
  managedBy: 'Managed by',
  profile: 'CPE profile',
  shared: 'Shared with reseller',
  customer: 'Tenant customer name',
  inventoryId: 'Inventory ID',
  description: 'Description',
  site: 'Site',
  customerOwned: 'Customer-owned',
} as const;
export type Column = keyof typeof COLUMNS;

/** A cell as written, and with outer blanks cut off; `text` is empty for a cell of blanks (IMP-05a). */
export interface Cell {
  readonly raw: string;
  readonly text: string;
  /** It holds a number that cannot be read back digit for digit (IMP-01). */
  readonly inexact: boolean;
}

/** A row as the file says it. A column that the file does not have is undefined. */
export interface ImportRow {
  /** As a spreadsheet program numbers it. */
  readonly row: number;
  readonly cells: Readonly<Partial<Record<Column, Cell>>>;
}

/** Why a row was rejected: a refusal whose field is a column, with the cell as written. */
export interface Reason extends Refusal {
  readonly column: Column;
  readonly value: string;
}

export const EMPTY: Cell = { raw: '', text: '', inexact: false };
export const cellOf = (row: ImportRow, column: Column): Cell => row.cells[column] ?? EMPTY;
export const textOf = (row: ImportRow, column: Column): string => cellOf(row, column).text;

export const reason = (row: ImportRow, column: Column, code: string, message: string): Reason => ({ column, code, message, value: cellOf(row, column).raw });

const ACTIONS = new Map<string, 'add' | 'remove'>([
  ['add', 'add'],
  ['ajouter', 'add'],
  ['remove', 'remove'],
  ['retirer', 'remove'],
]);
export const actionOf = (text: string): 'add' | 'remove' | undefined => ACTIONS.get(text.toLowerCase());

const YES = new Set(['y', 'yes', 'o', 'oui', 'true']);
const NO = new Set(['', 'n', 'no', 'non', 'false']);
/** undefined where the text is neither (bad_yes_no). */
export function yesOrNo(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

const ADMINISTRATOR_ONLY = new Set(['administrator only', 'administrateur uniquement']);
export const isAdministratorOnly = (text: string): boolean => ADMINISTRATOR_ONLY.has(text.toLowerCase());
