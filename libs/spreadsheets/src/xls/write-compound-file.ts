// The container of xls files ([MS-CFB]), with one stream: sectors of 512 bytes, chained by a table (FAT).
const SECTOR_BYTES = 512;
const IDS_IN_SECTOR = SECTOR_BYTES / 4;
const HEADER_SLOTS = 109;
/** A shorter stream would lie in smaller sectors. */
const LEAST_STREAM = 4_096;
const FREE = 0xffffffff;
const END_OF_CHAIN = 0xfffffffe;
const OF_TABLE = 0xfffffffd;
const OF_DIFAT = 0xfffffffc;
const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** How many sectors each part has, in their order. */
interface Layout {
  readonly stream: number;
  /** After the directory, which has one. */
  readonly table: number;
  readonly difat: number;
}

/** A file with this one stream. @param size of the content, in bytes */
export async function* compoundFile(name: string, size: number, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const streamBytes = Math.max(size, LEAST_STREAM);
  const layout = layoutOf(Math.ceil(streamBytes / SECTOR_BYTES));
  yield headerOf(layout);
  yield* content;
  yield Buffer.alloc(layout.stream * SECTOR_BYTES - size);
  yield directoryOf(name, streamBytes);
  yield* tableOf(layout);
  yield* difatOf(layout);
}

function layoutOf(stream: number): Layout {
  let [table, difat] = [0, 0];
  for (;;) {
    const needed = Math.ceil((stream + 1 + table + difat) / IDS_IN_SECTOR);
    const further = Math.ceil(Math.max(0, needed - HEADER_SLOTS) / (IDS_IN_SECTOR - 1));
    if (needed === table && further === difat) return { stream, table, difat };
    [table, difat] = [needed, further];
  }
}

const ids = (values: readonly number[], length = IDS_IN_SECTOR): Buffer => {
  const bytes = Buffer.alloc(length * 4, 0xff);
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, at * 4);
  return bytes;
};

const run = (first: number, count: number): number[] => Array.from({ length: count }, (_, at) => first + at);
const firstOfTable = ({ stream }: Layout): number => stream + 1;

function headerOf(layout: Layout): Buffer {
  const header = Buffer.alloc(SECTOR_BYTES - HEADER_SLOTS * 4);
  SIGNATURE.copy(header);
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    header.writeUInt16LE(value, at); // version 3, little endian, 512 and 64
  const difatAt = layout.difat > 0 ? firstOfTable(layout) + layout.table : END_OF_CHAIN;
  for (const [at, value] of [
    [44, layout.table],
    [48, layout.stream],
    [56, LEAST_STREAM],
    [60, END_OF_CHAIN],
    [68, difatAt],
    [72, layout.difat],
  ] as const)
    header.writeUInt32LE(value, at);
  return Buffer.concat([header, ids(run(firstOfTable(layout), Math.min(layout.table, HEADER_SLOTS)), HEADER_SLOTS)]);
}

interface Entry {
  readonly name: string;
  /** 5: the root, 2: a stream. */
  readonly kind: number;
  readonly child: number;
  readonly first: number;
  readonly size: number;
}

function directoryOf(name: string, size: number): Buffer {
  const root = entryOf({ name: 'Root Entry', kind: 5, child: 1, first: END_OF_CHAIN, size: 0 });
  const unused = entryOf({ name: '', kind: 0, child: FREE, first: 0, size: 0 });
  return Buffer.concat([root, entryOf({ name, kind: 2, child: FREE, first: 0, size }), unused, unused]);
}

function entryOf({ name, kind, child, first, size }: Entry): Buffer {
  const entry = Buffer.alloc(128);
  entry.write(name, 'utf16le');
  entry.writeUInt16LE(name === '' ? 0 : name.length * 2 + 2, 64);
  entry[66] = kind;
  entry[67] = 1; // black, in a tree of one
  for (const [at, value] of [
    [68, FREE],
    [72, FREE],
    [76, child],
    [116, first],
    [120, size],
  ] as const)
    entry.writeUInt32LE(value, at);
  return entry;
}

/** Where each sector's chain goes on. */
function* tableOf({ stream, table, difat }: Layout): Generator<Buffer> {
  const end = stream + 1 + table + difat;
  const nextOf = (sector: number): number => {
    if (sector < stream - 1) return sector + 1;
    if (sector <= stream) return END_OF_CHAIN; // of the stream, and of the directory
    if (sector < stream + 1 + table) return OF_TABLE;
    return sector < end ? OF_DIFAT : FREE;
  };
  for (let first = 0; first < table * IDS_IN_SECTOR; first += IDS_IN_SECTOR) yield ids(run(first, IDS_IN_SECTOR).map(nextOf));
}

/** Where the sectors of the table are for which the header has no room. */
function* difatOf(layout: Layout): Generator<Buffer> {
  const each = IDS_IN_SECTOR - 1;
  for (let sector = 0; sector < layout.difat; sector++) {
    const from = HEADER_SLOTS + sector * each;
    const places = run(firstOfTable(layout) + from, Math.min(each, layout.table - from));
    const next = sector + 1 < layout.difat ? firstOfTable(layout) + layout.table + sector + 1 : END_OF_CHAIN;
    yield Buffer.concat([ids(places, each), ids([next], 1)]);
  }
}
