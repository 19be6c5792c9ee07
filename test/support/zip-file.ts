import { constants, crc32, deflateRawSync } from 'node:zlib';

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
