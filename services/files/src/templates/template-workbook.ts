import { Column } from '@ringfleet/contracts';
import { columnLetters } from '../columns/file-columns.js';
import ExcelJs from 'exceljs';
import type { TemplateList, TemplateParts } from './template-parts.js';
import { choicesOf } from './template-words.js';

/** Rows that have drop-downs. */
const ROWS = 10_000;
const WIDTH = 24;
const TEXT = '@'; // a cell that keeps its zeros and its 1E10

type Ruled = ExcelJs.Worksheet & { readonly dataValidations: { add(range: string, rule: ExcelJs.DataValidation): void } };

/** A workbook to fill in: headers and drop-downs, instructions, and the lists that the drop-downs offer (IMP-03). */
export async function templateWorkbook(parts: TemplateParts): Promise<Buffer> {
  const book = new ExcelJs.Workbook();
  const sheet = book.addWorksheet(parts.words.sheet, { views: [{ state: 'frozen', ySplit: 1 }] }) as Ruled; // its types leave this out
  sheet.columns = parts.columns.map(({ header }) => ({ header, width: Math.max(WIDTH, header.length + 2), style: { numFmt: TEXT } }));
  sheet.getRow(1).font = { bold: true };
  const instructions = book.addWorksheet(parts.words.instructionsSheet);
  instructions.columns = [{ width: 140, style: { alignment: { wrapText: true } } }];
  for (const line of parts.words.instructions) instructions.addRow([line]);
  addLists(book, parts);
  for (const [index, { column, choices = [] }] of parts.columns.entries()) {
    const offered = choices.length > 0 ? offeredInLine(choices) : offeredFor(column, parts);
    if (offered) sheet.dataValidations.add(`${columnLetters(index)}2:${columnLetters(index)}${ROWS + 1}`, rule(offered, parts));
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

function addLists(book: ExcelJs.Workbook, { lists, words }: TemplateParts): void {
  const sheet = book.addWorksheet(words.listsSheet);
  sheet.columns = lists.map(({ header }) => ({ header, width: 40, style: { numFmt: TEXT } }));
  const longest = Math.max(0, ...lists.map(({ values }) => values.length));
  for (let row = 0; row < longest; row++) sheet.addRow(lists.map(({ values }) => values[row] ?? null));
}

/** The formula of a drop-down, and whether anything else may be written too. */
interface Offered {
  readonly formula: string;
  readonly isFree: boolean;
}

/** What a spreadsheet program takes within a rule; for others there is no drop-down. */
const LONGEST_RULE = 255;
function offeredInLine(choices: readonly string[]): Offered | undefined {
  const all = choices.join(',');
  return all.length > LONGEST_RULE || choices.some((choice) => /[",]/.test(choice)) ? undefined : { formula: `"${all}"`, isFree: false }; // 'Ground, left'
}

function offeredFor(column: Column | undefined, { lists, words }: TemplateParts): Offered | undefined {
  const choices = choicesOf(column, words);
  if (choices) return { formula: `"${choices.join(',')}"`, isFree: false };
  if (column === Column.MANAGED_BY) return { formula: `"${words.administratorOnly}"`, isFree: true };
  const at = lists.findIndex((list: TemplateList) => list.column === column);
  const list = lists[at];
  if (!list || list.values.length === 0) return undefined;
  return { formula: `'${words.listsSheet}'!$${columnLetters(at)}$2:$${columnLetters(at)}$${list.values.length + 1}`, isFree: list.column === Column.SITE };
}

const rule = ({ formula, isFree }: Offered, { words }: TemplateParts): ExcelJs.DataValidation => ({
  type: 'list',
  allowBlank: true,
  formulae: [formula],
  showErrorMessage: !isFree,
  error: words.notInList,
});
