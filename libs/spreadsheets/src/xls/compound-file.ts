import { BadSpreadsheet } from '../bad-spreadsheet.js';
import { type ByteSource, readExactly } from '../byte-source.js';

// The container of xls files ([MS-CFB]): a file system of sectors, chained by a table (FAT); short streams live in sectors of 64 bytes inside the root's stream.
const HEADER_BYTES = 512;
const HEADER_DIFAT_SLOTS = 109;
const LAST_SECTOR_ID = 0xfffffffa; // above are marks: end of chain, free …
const ENTRY_BYTES = 128;
const MINI_SECTOR_BYTES = 64;
const MINI_CUTOFF = 4096;

const damaged = (): BadSpreadsheet => new BadSpreadsheet('damaged_file', 'The workbook is damaged: its parts do not hold together. Save it again as xlsx.');

/** A stream as a source of its own, along its chain of sectors. */
class SectorChain implements ByteSource {
  constructor(
    private readonly source: ByteSource,
    private readonly sectorBytes: number,
    private readonly start: number,
    private readonly sectors: readonly number[],
    readonly size: number,
  ) {
    if (size > sectors.length * sectorBytes)
      throw new BadSpreadsheet('truncated_file', 'The workbook is cut off: it ends before its content does. Save it again and upload it whole.');
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(offset + length, this.size);
    const pieces: Uint8Array[] = [];
    for (let at = offset; at < end;) {
      const index = Math.floor(at / this.sectorBytes);
      let last = index;
      while ((last + 1) * this.sectorBytes < end && this.sectors[last + 1] === (this.sectors[last] ?? 0) + 1) last++;
      const stop = Math.min(end, (last + 1) * this.sectorBytes);
      const position = this.start + (this.sectors[index] ?? 0) * this.sectorBytes + (at % this.sectorBytes);
      pieces.push(await readExactly(this.source, position, stop - at));
      at = stop;
    }
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  }
}

interface StreamEntry {
  readonly name: string;
  readonly first: number;
  readonly size: number;
}

const follow = (table: Uint32Array, first: number): number[] => {
  const chain: number[] = [];
  for (let sector = first; sector < LAST_SECTOR_ID; sector = table[sector] ?? LAST_SECTOR_ID) {
    if (chain.length > table.length || sector >= table.length) throw damaged();
    chain.push(sector);
  }
  return chain;
};

const asNumbers = (bytes: Uint8Array): Uint32Array => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, index) => view.readUInt32LE(index * 4));
};

// What a workbook is told by, in any case. A directory may list a million others.
const WANTED = new Set(['workbook', 'book', 'encryptedpackage']);

/** The root, which holds the short streams, then the streams that are wanted. */
const entriesOf = (directory: Buffer): StreamEntry[] => {
  const entries: StreamEntry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.length && entries.length <= WANTED.size; at += ENTRY_BYTES) {
    const nameBytes = directory.readUInt16LE(at + 64);
    if (directory[at + 66] === 0 || nameBytes < 2 || nameBytes > 64) continue; // unused
    const name = directory.toString('utf16le', at, at + nameBytes - 2).toLowerCase();
    if (at > 0 && !WANTED.has(name)) continue;
    entries.push({ name, first: directory.readUInt32LE(at + 116), size: directory.readUInt32LE(at + 120) });
  }
  return entries;
};

/** The streams of a compound file that concern a workbook, by name. */
export class CompoundFile {
  private constructor(
    private readonly source: ByteSource,
    private readonly sectorBytes: number,
    private readonly fat: Uint32Array,
    private readonly miniFat: Uint32Array,
    private readonly entries: readonly StreamEntry[],
  ) {}

  static async open(source: ByteSource): Promise<CompoundFile> {
    const header = Buffer.from(await readExactly(source, 0, HEADER_BYTES));
    const shift = header.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) throw damaged();
    const sectorBytes = 1 << shift;
    const fat = await readFat(source, header, sectorBytes);
    const chain = (first: number): SectorChain => {
      const sectors = follow(fat, first);
      return new SectorChain(source, sectorBytes, sectorBytes, sectors, sectors.length * sectorBytes);
    };
    const whole = async (first: number): Promise<Uint8Array> =>
      first < LAST_SECTOR_ID ? await readExactly(chain(first), 0, chain(first).size) : new Uint8Array(0);
    const entries = entriesOf(Buffer.from(await whole(header.readUInt32LE(48))));
    return new CompoundFile(source, sectorBytes, fat, asNumbers(await whole(header.readUInt32LE(60))), entries);
  }

  has(name: string): boolean {
    return this.entries.some((entry) => entry.name === name);
  }

  /** Undefined if there is no stream of this name. */
  stream(name: string): ByteSource | undefined {
    const entry = this.entries.find((candidate) => candidate.name === name);
    if (entry === undefined) return undefined;
    if (entry.size >= MINI_CUTOFF) return this.chain(entry);
    const root = this.entries[0];
    return root && new SectorChain(this.chain(root), MINI_SECTOR_BYTES, 0, follow(this.miniFat, entry.first), entry.size);
  }

  private chain(entry: StreamEntry): SectorChain {
    return new SectorChain(this.source, this.sectorBytes, this.sectorBytes, follow(this.fat, entry.first), entry.size);
  }
}

/** The table of chains; where its own sectors are stands in the header and, for files over 7 MB, in a chain of further sectors (DIFAT). */
const readFat = async (source: ByteSource, header: Buffer, sectorBytes: number): Promise<Uint32Array> => {
  const sectorsOfFile = Math.ceil(source.size / sectorBytes);
  const places = [...asNumbers(header.subarray(76, 76 + HEADER_DIFAT_SLOTS * 4))];
  let next = header.readUInt32LE(68);
  for (let seen = 0; next < LAST_SECTOR_ID; seen++) {
    if (seen > sectorsOfFile) throw damaged();
    const more = asNumbers(await readExactly(source, (next + 1) * sectorBytes, sectorBytes));
    next = more.at(-1) ?? LAST_SECTOR_ID;
    places.push(...more.subarray(0, -1));
  }
  const used = places.filter((place) => place < LAST_SECTOR_ID);
  if (used.length > sectorsOfFile) throw damaged();
  const perSector = sectorBytes / 4;
  const fat = new Uint32Array(used.length * perSector);
  for (const [index, place] of used.entries()) fat.set(asNumbers(await readExactly(source, (place + 1) * sectorBytes, sectorBytes)), index * perSector);
  return fat;
};
