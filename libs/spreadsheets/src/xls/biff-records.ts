import { BadSpreadsheet } from '../bad-spreadsheet.js';
import { type ByteSource, readChunks } from '../byte-source.js';

/** Record types of [MS-XLS] that bear on cells. */
export const BIFF = {
  FORMULA: 0x06,
  EOF: 0x0a,
  DATEMODE: 0x22,
  FILEPASS: 0x2f,
  CONTINUE: 0x3c,
  CODEPAGE: 0x42,
  BOUNDSHEET: 0x85,
  MULRK: 0xbd,
  RSTRING: 0xd6,
  XF: 0xe0,
  SST: 0xfc,
  LABELSST: 0xfd,
  NUMBER: 0x203,
  LABEL: 0x204,
  BOOLERR: 0x205,
  STRING: 0x207,
  RK: 0x27e,
  FORMAT: 0x41e,
  BOF: 0x809,
} as const;

export interface BiffRecord {
  readonly type: number;
  readonly data: Buffer;
}

const RECORDS_AT_ONCE = 1000;

/** The records of one substream, some at a time: from the BOF at `start` to its EOF, without those of substreams inside it (charts). */
export const biffRecords = async function* (stream: ByteSource, start: number): AsyncGenerator<BiffRecord[], void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let depth = 0;
  for await (const chunk of readChunks(stream, start)) {
    const bytes = Buffer.concat([rest, chunk]);
    let records: BiffRecord[] = [];
    let at = 0;
    while (at + 4 <= bytes.length) {
      const end = at + 4 + bytes.readUInt16LE(at + 2);
      if (end > bytes.length) break;
      const type = bytes.readUInt16LE(at);
      if (type === BIFF.BOF) depth++;
      if (depth === 0) throw new BadSpreadsheet('damaged_file', 'The workbook is damaged: its sheet does not begin where it should. Save it again as xlsx.');
      if (depth === 1) records.push({ type, data: bytes.subarray(at + 4, end) });
      if (type === BIFF.EOF && --depth === 0) return yield records;
      at = end;
      if (records.length < RECORDS_AT_ONCE) continue;
      yield records;
      records = [];
    }
    yield records;
    rest = bytes.subarray(at);
  }
  throw new BadSpreadsheet('truncated_file', 'The workbook is cut off: it ends in the middle of a sheet. Save it again and upload it whole.');
};
