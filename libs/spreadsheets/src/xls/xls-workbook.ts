import { BadSpreadsheet } from '../bad-spreadsheet.js';
import type { ByteSource } from '../byte-source.js';
import { cleanText } from '../cell-text.js';
import type { Limits } from '../limits.js';
import { MAX_STYLES, type NumberFormat, numberFormat } from '../number-format.js';
import { StringStore } from '../string-store.js';
import { BIFF, biffRecords, type BiffRecord } from './biff-records.js';
import { codePageDecoder, ContinuedReading, sharedStrings, text8 } from './biff-text.js';

const BIFF8 = 0x600;
const WORKSHEET = 0;

/** What the records before the sheets say; its strings must be closed. */
export class XlsWorkbook {
  readonly strings = new StringStore();
  readonly formats: NumberFormat[] = [];
  date1904 = false;
  isBiff8 = true;
  decoder = codePageDecoder(1252);
  sheetAt: number | undefined;
  private readonly custom = new Map<number, NumberFormat>();
  private table: ContinuedReading<number> | undefined;
  private tableBytes = 0;

  constructor(private readonly limits: Limits) {}

  take({ type, data }: BiffRecord): void {
    if (type !== BIFF.CONTINUE) this.table = undefined;
    switch (type) {
      case BIFF.BOF:
        this.isBiff8 = data.readUInt16LE(0) >= BIFF8;
        break;
      case BIFF.FILEPASS:
        throw encrypted();
      case BIFF.CODEPAGE:
        this.decoder = codePageDecoder(data.readUInt16LE(0));
        break;
      case BIFF.DATEMODE:
        this.date1904 = data.readUInt16LE(0) === 1;
        break;
      case BIFF.FORMAT:
        this.addFormat(data.readUInt16LE(0), data);
        break;
      case BIFF.XF:
        if (this.formats.length < MAX_STYLES) this.formats.push(this.custom.get(data.readUInt16LE(2)) ?? numberFormat(data.readUInt16LE(2)));
        break;
      case BIFF.BOUNDSHEET:
        if (data[5] === WORKSHEET) this.sheetAt ??= data.readUInt32LE(0);
        break;
      case BIFF.SST:
        this.table = new ContinuedReading(sharedStrings(data, (text) => this.strings.add(cleanText(text))));
        break;
      case BIFF.CONTINUE:
        this.continueTable(data);
    }
  }

  private addFormat(id: number, data: Buffer): void {
    const code = this.isBiff8 ? new ContinuedReading(text8(data, 2)).result : this.decoder.decode(data.subarray(3));
    this.custom.set(id, numberFormat(id, code ?? ''));
  }

  private continueTable(data: Buffer): void {
    this.tableBytes += data.length;
    if (this.tableBytes > this.limits.sharedStringsBytes)
      throw new BadSpreadsheet('too_large_inflated', 'The workbook holds too much text. Save it as csv, or split it.');
    this.table?.push(data);
  }
}

export const encrypted = (): BadSpreadsheet => new BadSpreadsheet('encrypted_workbook', 'The workbook is protected by a password. Save it without one.');

/** Reads the workbook's own records. Throws `encrypted_workbook`, `damaged_file`, `truncated_file`. */
export const readXlsWorkbook = async (stream: ByteSource, limits: Limits): Promise<XlsWorkbook> => {
  const workbook = new XlsWorkbook(limits);
  try {
    for await (const records of biffRecords(stream, 0)) for (const record of records) workbook.take(record);
    workbook.strings.finish();
    return workbook;
  } catch (error) {
    workbook.strings.close();
    throw error;
  }
};
