import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** One file in a zip, deflated. `crc` and `inflatedBytes` are what the zip says of it, true or not. */
export interface ZipEntry {
  readonly name: string;
  readonly deflated: Buffer;
  readonly inflatedBytes: number;
  readonly crc: number;
}

export function entryOf(name: string, content: string | Buffer): ZipEntry {
  const bytes = Buffer.from(content);
  return { name, deflated: deflateRawSync(bytes), inflatedBytes: bytes.length, crc: crc32(bytes) };
}

const MIB = 1024 * 1024;

/** A file that begins with `head` and goes on with `filler` for so many GiB: its deflated blocks, of a MiB each, are one and the same. */
export function endlessEntry(
  name: string,
  { head, filler, gibibytes }: { readonly head: string; readonly filler: string; readonly gibibytes: number },
): ZipEntry {
  const block = (content: string | Buffer): Buffer => deflateRawSync(content, { finishFlush: constants.Z_FULL_FLUSH });
  const blocks = Array.from<Buffer>({ length: gibibytes * 1_024 }).fill(block(filler.repeat(Math.ceil(MIB / filler.length))));
  // It declares to be small: only who counts what is really inflated is safe.
  return { name, deflated: Buffer.concat([block(head), ...blocks, deflateRawSync('')]), inflatedBytes: 100_000, crc: 0 };
}

const VERSION = 20; // 2.0: deflate
const DEFLATED = 8;

/** A zip as APPNOTE.TXT §4.3 describes it (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { name, deflated } = entry;
    const local = Buffer.concat([numbers([4, 0x04034b50]), common(entry), Buffer.from(name), deflated]);
    files.push(local);
    directory.push(numbers([4, 0x02014b50], [2, VERSION]), common(entry), numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), Buffer.from(name));
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, listed.length], [4, offset], [2, 0]);
  return new Uint8Array(Buffer.concat([...files, listed, end]));
}

export const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04';

/** Contents of a whole zip's files, as its directory lists them. */
export function unzipped(zip: Buffer): Buffer[] {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const contents: Buffer[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(begin, begin + size);
    contents.push(method === DEFLATED ? inflateRawSync(packed) : packed);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return contents;
}

/** What a local header and an entry of the directory have in common. */
const common = ({ name, deflated, inflatedBytes, crc }: ZipEntry): Buffer =>
  numbers([2, VERSION], [2, 0], [2, DEFLATED], [2, 0], [2, 0x21], [4, crc], [4, deflated.length], [4, inflatedBytes], [2, Buffer.byteLength(name)], [2, 0]);

/** Little-endian numbers, each with its width in bytes. */
function numbers(...fields: readonly (readonly [width: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([width, value]) => {
      const bytes = Buffer.alloc(width);
      bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );
}
