import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { BadSpreadsheet } from '../bad-spreadsheet.js';
import { type ByteSource, readChunks } from '../byte-source.js';
import type { Limits } from '../limits.js';

const WINDOW = 128 * 1024;
const RATIO_FROM = 32 * 1024 * 1024;

const truncated = (): BadSpreadsheet =>
  new BadSpreadsheet('truncated_file', 'The workbook is cut off or damaged: its zip directory cannot be read. Save it again and upload it whole.');
const damaged = (part: string): BadSpreadsheet => new BadSpreadsheet('damaged_file', `The workbook is damaged: ${part} cannot be unpacked. Save it again.`);

/** yauzl reads a directory in bits of 46 bytes; the store is asked for whole windows. */
class WindowedReader extends RandomAccessReader {
  failure: unknown;
  private start = 0;
  private bytes: Uint8Array = new Uint8Array(0);

  constructor(private readonly source: ByteSource) {
    super();
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null, bytesRead?: number) => void): void {
    void this.answer(buffer.subarray(offset), length, position, callback);
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  private async answer(into: Buffer, length: number, position: number, callback: (error: Error | null, bytesRead?: number) => void): Promise<void> {
    let bytes: Uint8Array;
    try {
      bytes = await this.window(position, length);
    } catch (error) {
      this.failure = error;
      return callback(new Error('The source failed.'));
    }
    into.set(bytes);
    callback(null, bytes.length);
  }

  private async window(position: number, length: number): Promise<Uint8Array> {
    if (position < this.start || position + length > this.start + this.bytes.length) {
      const wanted = Math.min(Math.max(length, WINDOW), this.source.size - position);
      this.bytes = wanted > 0 ? await this.source.read(position, wanted) : new Uint8Array(0);
      this.start = position;
    }
    return this.bytes.subarray(position - this.start, position - this.start + length);
  }
}

// Part names are compared without case; some writers begin them with a slash or use backslashes.
const partKey = (name: string): string => name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();

/** The parts of a zip, by name in any case; every inflated byte is counted. */
export class ZipParts {
  private inflated = 0;

  private constructor(
    private readonly source: ByteSource,
    private readonly limits: Limits,
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  static async open(source: ByteSource, limits: Limits): Promise<ZipParts> {
    const reader = new WindowedReader(source);
    try {
      const zip = await fromRandomAccessReaderPromise(reader, source.size, {
        autoClose: false,
        lazyEntries: true,
        decodeStrings: false,
        validateEntrySizes: false,
      });
      if (zip.entryCount > limits.parts)
        throw new BadSpreadsheet('too_many_parts', `The workbook has more than ${limits.parts} parts. Copy the sheet into a new workbook.`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(partKey(entry.fileNameRaw.toString('utf8')), entry);
      return new ZipParts(source, limits, zip, entries);
    } catch (error) {
      if (reader.failure !== undefined) throw reader.failure;
      throw error instanceof BadSpreadsheet ? error : truncated();
    }
  }

  has(name: string): boolean {
    return this.entries.has(partKey(name));
  }

  /** The inflated bytes of a part. Throws `missing_part`, `too_large_inflated`, `damaged_file`, `encrypted_workbook`. */
  async *read(name: string, maxBytes: number = this.limits.partBytes): AsyncGenerator<Uint8Array, void, undefined> {
    const entry = this.entries.get(partKey(name));
    if (entry === undefined)
      throw new BadSpreadsheet('missing_part', `The workbook is incomplete: its part ${name} is missing. Save it again from the spreadsheet program.`);
    const most = Math.min(maxBytes, this.limits.partBytes, this.limits.inflatedBytes - this.inflated);
    const tooLarge = (): BadSpreadsheet =>
      new BadSpreadsheet(
        'too_large_inflated',
        `The workbook unpacks to too much data (${name}). Copy the cells that matter into a new workbook, or save them as csv.`,
      );
    if (entry.isEncrypted()) throw new BadSpreadsheet('encrypted_workbook', 'The workbook is protected by a password. Save it without one.');
    if (entry.uncompressedSize > most) throw tooLarge();
    let size = 0;
    let sum = 0;
    for await (const { bytes, packed } of this.inflate(entry, name)) {
      size += bytes.length;
      this.inflated += bytes.length;
      if (size > most || (size > RATIO_FROM && size > packed * this.limits.inflateRatio)) throw tooLarge();
      sum = crc32(bytes, sum);
      yield bytes;
    }
    if (sum !== entry.crc32) throw damaged(name);
  }

  /** Pieces of content with how many packed bytes went in so far. */
  private async *inflate(entry: Entry, name: string): AsyncGenerator<{ bytes: Uint8Array; packed: number }, void, undefined> {
    const { fileDataStart } = await this.zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch(() => Promise.reject(truncated()));
    const packed = readChunks(this.source, fileDataStart, fileDataStart + entry.compressedSize);
    if (entry.compressionMethod === 0) {
      for await (const bytes of packed) yield { bytes, packed: entry.compressedSize };
      return;
    }
    if (entry.compressionMethod !== 8) throw damaged(name);
    const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
    let sourceFailure: unknown;
    const readable = Readable.from(packed).once('error', (error) => (sourceFailure = error));
    pipeline(readable, inflate, () => undefined); // what fails comes out of the iteration
    try {
      for await (const bytes of inflate) yield { bytes, packed: inflate.bytesWritten };
    } catch {
      throw sourceFailure ?? damaged(name);
    }
  }
}
