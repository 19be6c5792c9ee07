import { BadSpreadsheet } from '../bad-spreadsheet.js';
import { cleanText } from '../cell-text.js';
import { numberFormat } from '../number-format.js';
import { type NumberText, numberText } from '../number-text.js';
import { BIFF, type BiffRecord } from './biff-records.js';
import { ContinuedReading, text8 } from './biff-text.js';
import type { XlsWorkbook } from './xls-workbook.js';

export interface XlsCell extends NumberText {
  /** From 0. */
  readonly row: number;
  readonly column: number;
}

const GENERAL = numberFormat(0);
const ERRORS = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
]);

/** A number packed into 32 bits: a 30-bit integer or the upper half of a double, either perhaps in hundredths. */
const rkNumber = (data: Buffer, at: number): number => {
  const packed = data.readInt32LE(at);
  const double = Buffer.alloc(8);
  double.writeInt32LE(packed & ~3, 4);
  const value = packed & 2 ? packed >> 2 : double.readDoubleLE(0);
  return packed & 1 ? value / 100 : value;
};

/** Turns cell records into cells, in the order of the file. */
export class XlsCells {
  private formula: { readonly row: number; readonly column: number } | undefined;
  private result: ContinuedReading<string> | undefined;

  constructor(private readonly workbook: XlsWorkbook) {}

  /** Adds the cells of this record, empty ones left out. */
  read({ type, data }: BiffRecord, cells: XlsCell[]): void {
    if (type === BIFF.CONTINUE) return this.continueResult(data, cells);
    if (type === BIFF.MULRK) return this.packedNumbers(data, cells);
    const value = data.length < 6 ? undefined : this.valueOf(type, data);
    if (value !== undefined && value.text !== '') cells.push({ row: data.readUInt16LE(0), column: data.readUInt16LE(2), ...value });
    else if (type === BIFF.STRING) this.startResult(data, cells);
  }

  private valueOf(type: number, data: Buffer): NumberText | undefined {
    switch (type) {
      case BIFF.LABELSST:
        return { text: this.sharedString(data), exact: true };
      case BIFF.NUMBER:
        return this.number(data.readDoubleLE(6), data.readUInt16LE(4));
      case BIFF.RK:
        return this.number(rkNumber(data, 6), data.readUInt16LE(4));
      case BIFF.LABEL:
      case BIFF.RSTRING:
        return { text: this.textAt(data, 6), exact: true };
      case BIFF.BOOLERR:
        return data[7] === 0 ? booleanText(data[6]) : errorText(data[6]);
      case BIFF.FORMULA:
        return this.formulaResult(data);
      default:
        return undefined;
    }
  }

  private number(value: number, style: number): NumberText {
    return numberText(String(value), this.workbook.formats[style] ?? GENERAL, this.workbook.date1904);
  }

  private packedNumbers(data: Buffer, cells: XlsCell[]): void {
    const row = data.readUInt16LE(0);
    const first = data.readUInt16LE(2);
    for (let index = 0; 4 + index * 6 + 6 <= data.length - 2; index++) {
      const at = 4 + index * 6;
      cells.push({ row, column: first + index, ...this.number(rkNumber(data, at + 2), data.readUInt16LE(at)) });
    }
  }

  /** The last result of a formula, which the file keeps: a number, or a mark for something else in its place. */
  private formulaResult(data: Buffer): NumberText | undefined {
    if (data.readUInt16LE(12) !== 0xffff) return this.number(data.readDoubleLE(6), data.readUInt16LE(4));
    switch (data[6]) {
      case 0:
        this.formula = { row: data.readUInt16LE(0), column: data.readUInt16LE(2) }; // its text follows in a STRING record
        return undefined;
      case 1:
        return booleanText(data[8]);
      case 2:
        return errorText(data[8]);
      default:
        return undefined;
    }
  }

  private startResult(data: Buffer, cells: XlsCell[]): void {
    if (this.formula === undefined) return;
    if (this.workbook.isBiff8) {
      this.result = new ContinuedReading(text8(data, 0));
      this.endResult(cells);
    } else this.pushText(this.textAt(data, 0), cells);
  }

  private continueResult(data: Buffer, cells: XlsCell[]): void {
    this.result?.push(data);
    this.endResult(cells);
  }

  private endResult(cells: XlsCell[]): void {
    if (this.result?.result !== undefined) this.pushText(this.result.result, cells);
  }

  private pushText(text: string, cells: XlsCell[]): void {
    if (this.formula !== undefined && text !== '') cells.push({ ...this.formula, text: cleanText(text), exact: true });
    this.formula = undefined;
    this.result = undefined;
  }

  private textAt(data: Buffer, at: number): string {
    if (this.workbook.isBiff8) return cleanText(new ContinuedReading(text8(data, at)).result ?? '');
    return cleanText(this.workbook.decoder.decode(data.subarray(at + 2, at + 2 + data.readUInt16LE(at))));
  }

  private sharedString(data: Buffer): string {
    const text = this.workbook.strings.get(data.readUInt32LE(6));
    if (text === undefined)
      throw new BadSpreadsheet(
        'damaged_file',
        `The workbook is damaged: a cell of row ${data.readUInt16LE(0) + 1} names a text that is not there. Save it again as xlsx.`,
      );
    return text;
  }
}

const booleanText = (value: number | undefined): NumberText => ({ text: value === 1 ? 'TRUE' : 'FALSE', exact: true });
const errorText = (code: number | undefined): NumberText => ({ text: ERRORS.get(code ?? -1) ?? '#ERROR!', exact: true });
