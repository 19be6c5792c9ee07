import type { Refusal } from './refusal.js';

/** A cell of a file that is imported: as written, and with outer blanks cut off; `text` is empty for a cell of blanks (IMP-05a). */
export interface Cell {
  readonly raw: string;
  readonly text: string;
  /** It holds a number that cannot be read back digit for digit (IMP-01). */
  readonly inexact: boolean;
}

/** What a secret cell is sealed for on its way from the file to who applies its row. */
export const sealedCellPurpose = (importId: string, row: number): string => `import:${importId}:row:${row}`;

/** A row as the file says it. A column that the file does not have is undefined. */
export interface ImportRow<Column extends string = string> {
  /** As a spreadsheet program numbers it. */
  readonly row: number;
  readonly cells: Readonly<Partial<Record<Column, Cell>>>;
}

/** Why a row was rejected: a refusal whose field is a column, with the cell as written. */
export interface Reason<Column extends string = string> extends Refusal {
  readonly column: Column;
  readonly value: string;
}

export const EMPTY: Cell = { raw: '', text: '', inexact: false };
export const cellOf = <Column extends string>(row: ImportRow<Column>, column: Column): Cell => row.cells[column] ?? EMPTY;
export const textOf = <Column extends string>(row: ImportRow<Column>, column: Column): string => cellOf(row, column).text;

export const reason = <Column extends string>(row: ImportRow<Column>, column: Column, code: string, message: string): Reason<Column> => ({
  column,
  code,
  message,
  value: cellOf(row, column).raw,
});

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

/** At most so many characters (code points, so that none is halved) of a text. */
export const beginning = (text: string, most: number): string =>
  text.length <= most
    ? text
    : Array.from(text.slice(0, 2 * most))
        .slice(0, most)
        .join('');

/** For messages: a giant cell is not repeated whole. */
export const shorten = (text: string): string => {
  const shown = beginning(text, 80);
  return `"${shown}${shown === text ? '' : '…'}"`;
};
