// A minimal BIFF8 workbook of one sheet of text cells, because no kept library writes 50,000 rows of xls in bearable time and memory.
// Record layouts: [MS-XLS] 2.4.21 BOF, 2.4.28 BoundSheet8, 2.4.148 Label, 2.4.103 EOF; the container by @e965/xlsx's CFB.
import { CFB } from '@e965/xlsx';

const BOF = 0x0809;
const EOF = 0x000a;
const BOUNDSHEET = 0x0085;
const LABEL = 0x0204;
const CODEPAGE = 0x0042;
const GLOBALS = 0x0005;
const SHEET = 0x0010;
const MOST_ROWS = 65_536;

function record(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
}

function bof(kind: number): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(0x0600, 0);
  body.writeUInt16LE(kind, 2);
  body.writeUInt16LE(0x0dbb, 4);
  body.writeUInt16LE(0x07cc, 6);
  body.writeUInt32LE(0x06, 12);
  return record(BOF, body);
}

function label(row: number, column: number, text: string): Buffer {
  const body = Buffer.alloc(9 + text.length * 2);
  body.writeUInt16LE(row, 0);
  body.writeUInt16LE(column, 2);
  body.writeUInt16LE(text.length, 6);
  body.writeUInt8(1, 8); // two bytes a character
  body.write(text, 9, 'utf16le');
  return record(LABEL, body);
}

/** The bytes of an xls file with these rows (arrays of text). */
export function xlsOf(rows: Iterable<readonly string[]>): Buffer {
  const cells = [bof(SHEET)];
  let index = 0;
  for (const row of rows) {
    if (index >= MOST_ROWS) throw new RangeError(`An xls sheet holds ${MOST_ROWS} rows; ask for fewer.`);
    for (const [column, text] of row.entries()) if (text !== '') cells.push(label(index, column, text));
    index++;
  }
  cells.push(record(EOF, Buffer.alloc(0)));
  const codepage = record(CODEPAGE, Buffer.from([0xb0, 0x04]));
  const name = Buffer.from('Devices', 'latin1');
  const sheet = Buffer.concat([Buffer.alloc(6), Buffer.from([name.length, 0]), name]);
  const end = record(EOF, Buffer.alloc(0));
  const before = bof(GLOBALS).length + codepage.length + 4 + sheet.length + end.length;
  sheet.writeUInt32LE(before, 0); // where the sheet's BOF stands
  const stream = Buffer.concat([bof(GLOBALS), codepage, record(BOUNDSHEET, sheet), end, ...cells]);
  const container = CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, '/Workbook', stream);
  return Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array);
}
