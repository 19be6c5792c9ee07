import { BadSpreadsheet } from '../bad-spreadsheet.js';
import { unescapeText } from '../cell-text.js';
import type { Limits } from '../limits.js';
import { type NumberFormat, numberFormat } from '../number-format.js';
import { type NumberText, numberText } from '../number-text.js';
import { rowTooLong, type SheetRow, sheetRow, tooManyColumns } from '../sheet-row.js';
import { cellTooLong, RichText } from './rich-text.js';
import type { StringStore } from '../string-store.js';
import { type Attributes, PLAIN_TEXT, type XmlHandler } from './xml.js';

/** What cells refer to. */
export interface SheetContext {
  readonly strings: StringStore | undefined;
  readonly formats: readonly NumberFormat[];
  readonly date1904: boolean;
  readonly limits: Limits;
}

const GENERAL = numberFormat(0);
const ROW_DEPTH = 3; // <worksheet><sheetData><row>

/** 'AB12' → 27; undefined where the reference is missing or odd. */
const columnOf = (reference: string | undefined): number | undefined => {
  if (reference === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & 0xdf; // upper case
    if (letter < 65 || letter > 90) return at === 0 ? undefined : column - 1;
    column = Math.min(column * 26 + letter - 64, 1e9);
  }
  return undefined;
};

/** '2024-01-31T10:00:00.000Z' → '2024-01-31 10:00:00', midnight is left out. */
const isoDateText = (stored: string): string =>
  stored.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z?$/, (_, date: string, time: string) => (time === '00:00:00' ? date : `${date} ${time}`));

/**
 * A cell as most programs write it: '<c r="B2" s="1" t="s"><v>0</v></c>', '<c r="C2"/>', '<c t="inlineStr"><is><t>Add</t></is></c>'. Of its text the parser would
 * change nothing: no reference, no line end but '\n'.
 */
const PLAIN_CELL = new RegExp(
  `[ \\t\\n]*<c(?: r="([A-Z0-9]{1,10})")?(?: s="([0-9]{1,5})")?(?: t="([A-Za-z]{1,9})")?(?:/>|>(?:<v>(${PLAIN_TEXT})</v>|<is><t>(${PLAIN_TEXT})</t></is>)</c>)`,
  'y',
);

/** Turns the elements of a worksheet into rows; the caller takes them out between pieces of the file. */
export class SheetHandler implements XmlHandler {
  private rows: SheetRow[] = [];
  private depth = 0;
  private inData = false;
  private row = 0;
  private cells: string[] = [];
  private inexact: number[] = [];
  private column = -1;
  private rowChars = 0;
  private type = 'n';
  private style = 0;
  private value = '';
  private inValue = false;
  private inInline = false;
  private readonly inline: RichText;

  constructor(private readonly context: SheetContext) {
    this.inline = new RichText(context.limits);
  }

  takeRows(): SheetRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    this.depth++;
    if (!this.inData) {
      if (this.depth === 1 && name !== 'worksheet')
        throw new BadSpreadsheet('damaged_file', 'The workbook is damaged: its first sheet is not a worksheet. Save it again.');
      this.inData = this.depth === 2 && name === 'sheetData';
    } else if (name === 'c') this.openCell(attributes['r'], attributes['s'], attributes['t']);
    else if (name === 'v') this.inValue = true;
    else if (name === 'row') this.openRow(attributes['r']);
    else if (name === 'is') this.inInline = true;
    else if (this.inInline) this.inline.open(name);
  }

  text(text: string): void {
    if (this.inValue) {
      this.value += text;
      if (this.value.length > this.context.limits.cellChars) throw cellTooLong(this.context.limits);
    } else if (this.inInline) this.inline.text(text);
  }

  close(name: string): void {
    this.depth--;
    if (!this.inData) return;
    if (name === 'c') this.closeCell();
    else if (name === 'v') this.inValue = false;
    else if (name === 'row') this.closeRow();
    else if (name === 'is') this.inInline = false;
    else if (this.inInline) this.inline.close(name);
    else if (name === 'sheetData') this.inData = false;
  }

  plain(text: string, from: number): number {
    let at = from;
    if (!this.inData || this.depth !== ROW_DEPTH || this.inValue || this.inInline) return at;
    PLAIN_CELL.lastIndex = at;
    for (let cell = PLAIN_CELL.exec(text); cell !== null; cell = PLAIN_CELL.exec(text)) {
      at = PLAIN_CELL.lastIndex;
      this.plainCell(cell);
    }
    return at;
  }

  private plainCell([, reference, style, type, value, inline]: RegExpExecArray): void {
    this.openCell(reference, style, type);
    if (value !== undefined) {
      this.inValue = true;
      this.text(value);
      this.inValue = false;
    } else if (inline !== undefined) this.inline.plain(inline);
    this.closeCell();
  }

  private openRow(reference: string | undefined): void {
    const row = reference === undefined ? this.row + 1 : Number(reference);
    if (!(Number.isInteger(row) && row > this.row))
      throw new BadSpreadsheet('damaged_file', `The workbook is damaged: its rows are not in order after row ${this.row}. Save it again.`);
    this.row = row;
    this.cells = [];
    this.inexact = [];
    this.column = -1;
    this.rowChars = 0;
  }

  private closeRow(): void {
    const row = sheetRow(this.row, this.cells, this.context.limits, this.inexact);
    if (row !== undefined) this.rows.push(row);
  }

  private openCell(reference: string | undefined, style = '0', type = 'n'): void {
    this.column = columnOf(reference) ?? this.column + 1;
    this.type = type;
    this.style = Number(style);
    this.value = '';
  }

  private closeCell(): void {
    const { text, exact } = this.cellText();
    if (text === '') return;
    if (this.column >= this.context.limits.columns) throw tooManyColumns(this.row, this.context.limits);
    this.rowChars += text.length;
    if (this.rowChars > this.context.limits.rowChars) throw rowTooLong(this.row, this.context.limits);
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = text;
    if (!exact) this.inexact.push(this.column);
  }

  private cellText(): NumberText {
    switch (this.type) {
      case 's':
        return { text: this.sharedString(), exact: true };
      case 'n':
        return numberText(this.value.trim(), this.context.formats[this.style] ?? GENERAL, this.context.date1904);
      case 'inlineStr':
        return { text: this.inline.take(), exact: true };
      case 'b':
        return { text: this.value.trim() === '1' ? 'TRUE' : this.value.trim() === '0' ? 'FALSE' : unescapeText(this.value), exact: true };
      case 'd':
        return { text: isoDateText(this.value.trim()), exact: true };
      default: // 'str', the cached text of a formula, and 'e', an error as it is shown
        return { text: unescapeText(this.value), exact: true };
    }
  }

  private sharedString(): string {
    if (this.value === '') return '';
    const { strings } = this.context;
    if (strings === undefined)
      throw new BadSpreadsheet('missing_part', 'The workbook is incomplete: its shared strings are missing. Save it again from the spreadsheet program.');
    const text = strings.get(Number(this.value));
    if (text === undefined)
      throw new BadSpreadsheet('damaged_file', `The workbook is damaged: a cell of row ${this.row} names a shared string that is not there. Save it again.`);
    return text;
  }
}
