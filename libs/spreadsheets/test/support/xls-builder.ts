const SECTOR = 512;
const END_OF_CHAIN = 0xfffffffe;
const FREE = 0xffffffff;
const FAT_SECTOR = 0xfffffffd;

const directoryEntry = (name: string, type: number, first: number, size: number): Buffer => {
  const entry = Buffer.alloc(128);
  entry.write(name, 0, 'utf16le');
  entry.writeUInt16LE((name.length + 1) * 2, 64);
  entry.writeUInt8(type, 66);
  for (const at of [68, 72, 76]) entry.writeUInt32LE(FREE, at);
  entry.writeUInt32LE(first, 116);
  entry.writeUInt32LE(size, 120);
  return entry;
};

const DIFAT_SECTOR = 0xfffffffc;
const IN_HEADER = 109;
const PER_DIFAT = 127;

const padded = (content: Buffer, to: number): Buffer => Buffer.concat([content, Buffer.alloc((to - (content.length % to)) % to)]);

/** A table that chains each of these runs of sectors, one after the other; marks stand for runs that are not chained. */
const tableOf = (runs: readonly { readonly count: number; readonly mark?: number }[]): Buffer => {
  const entries: number[] = [];
  for (const { count, mark } of runs)
    for (let index = 0; index < count; index++) entries.push(mark ?? (index === count - 1 ? END_OF_CHAIN : entries.length + 1));
  while (entries.length % (SECTOR / 4) > 0) entries.push(FREE);
  return Buffer.concat(entries.map(u32));
};

const headerOf = (fatSectors: number, difatSectors: number, miniFat: number): Buffer => {
  const header = Buffer.alloc(SECTOR, 0);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(fatSectors + difatSectors, 48); // the directory follows the tables
  header.writeUInt32LE(miniFat, 60);
  header.writeUInt32LE(difatSectors > 0 ? fatSectors : END_OF_CHAIN, 68);
  for (let slot = 0; slot < IN_HEADER; slot++) header.writeUInt32LE(slot < fatSectors ? slot : FREE, 76 + slot * 4);
  return header;
};

/** Where the sectors of the table are, beyond those the header has room for. */
const difatOf = (fatSectors: number, difatSectors: number): Buffer =>
  Buffer.concat(
    Array.from({ length: difatSectors * (PER_DIFAT + 1) }, (_, index) => {
      const sector = Math.floor(index / (PER_DIFAT + 1));
      if (index % (PER_DIFAT + 1) === PER_DIFAT) return u32(sector === difatSectors - 1 ? END_OF_CHAIN : fatSectors + sector + 1);
      const place = IN_HEADER + sector * PER_DIFAT + (index % (PER_DIFAT + 1));
      return u32(place < fatSectors ? place : FREE);
    }),
  );

/** A compound file with one stream of at least 4 KiB. */
export const compoundFile = (name: string, content: Buffer): Buffer => {
  const stream = padded(Buffer.concat([content, Buffer.alloc(Math.max(0, 4096 - content.length))]), SECTOR);
  const count = stream.length / SECTOR;
  const fatSectors = Math.ceil((count + 300) / 127);
  const difatSectors = Math.max(0, Math.ceil((fatSectors - IN_HEADER) / PER_DIFAT));
  const fat = tableOf([{ count: fatSectors, mark: FAT_SECTOR }, { count: difatSectors, mark: DIFAT_SECTOR }, { count: 1 }, { count }]);
  const directory = Buffer.concat([directoryEntry('Root Entry', 5, END_OF_CHAIN, 0), directoryEntry(name, 2, fatSectors + difatSectors + 1, stream.length)]);
  const table = Buffer.concat([fat, Buffer.alloc(fatSectors * SECTOR - fat.length, 0xff)]);
  return Buffer.concat([headerOf(fatSectors, difatSectors, END_OF_CHAIN), table, difatOf(fatSectors, difatSectors), padded(directory, SECTOR), stream]);
};

/** A compound file whose stream is so short that it lies in the small sectors. */
export const smallCompoundFile = (name: string, content: Buffer): Buffer => {
  const stream = padded(content, 64);
  const root = padded(stream, SECTOR);
  const fat = tableOf([{ count: 1, mark: FAT_SECTOR }, { count: 1 }, { count: 1 }, { count: root.length / SECTOR }]);
  const miniFat = padded(tableOf([{ count: stream.length / 64 }]), SECTOR);
  const directory = Buffer.concat([directoryEntry('Root Entry', 5, 3, root.length), directoryEntry(name, 2, 0, content.length)]);
  return Buffer.concat([headerOf(1, 0, 2), fat, padded(directory, SECTOR), miniFat, root]);
};

export const record = (type: number, ...data: (number[] | Buffer)[]): Buffer => {
  const body = Buffer.concat(data.map((piece) => Buffer.from(piece)));
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
};

export const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
};

export const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

export const f64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};

/** BIFF8 text as it stands in cells. */
export const label = (row: number, column: number, text: string): Buffer => record(0x204, u16(row, column, 0, text.length), [1], Buffer.from(text, 'utf16le'));

const bof = (kind: number): Buffer => record(0x809, u16(0x600, kind, 0, 0), u32(0), u32(0));
const eof = record(0x0a);

/** A workbook of one sheet: records before the sheets, then the sheet's. */
export const xlsOf = (globals: Buffer[], cells: Buffer[], container = compoundFile): Buffer => {
  const before = [bof(5), ...globals];
  const sheetName = Buffer.from('Devices');
  const boundsheet = (at: number): Buffer => record(0x85, u32(at), [0, 0, sheetName.length, 0], sheetName);
  const sheetAt = Buffer.concat([...before, boundsheet(0), eof]).length;
  return container('Workbook', Buffer.concat([...before, boundsheet(sheetAt), eof, bof(0x10), ...cells, eof]));
};
