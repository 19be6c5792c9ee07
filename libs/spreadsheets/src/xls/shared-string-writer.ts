import { TemporaryFile } from '../temporary-file.js';
import { BIFF } from './biff-records.js';
import { characters, MOST_IN_RECORD, record } from './record.js';

/** Texts that are looked for among those before: models and customers come again and again. */
const MOST_KNOWN = 20_000;
const LONGEST_KNOWN = 64;
const HEAD_BYTES = 8;
/** Length and kind of a text, which are never torn apart. */
const TEXT_HEAD_BYTES = 3;

/** Writes the texts of a workbook (SST and its CONTINUE records), which cells name by their numbers. */
export class SharedStringWriter {
  private readonly file = new TemporaryFile();
  private readonly known = new Map<string, number>();
  /** Of the record that is being filled. */
  private parts: Buffer[] = [];
  private filled = HEAD_BYTES;
  private firstRecord: Buffer | undefined;
  private texts = 0;
  private cells = 0;

  /** The number of the text. */
  add(text: string): number {
    this.cells += 1;
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const number = this.texts++;
    if (text.length <= LONGEST_KNOWN && this.known.size < MOST_KNOWN) this.known.set(text, number);
    this.write(text);
    return number;
  }

  flush(): Promise<void> {
    return this.file.flush();
  }

  /** Of all records; nothing may be added after. */
  finish(): number {
    this.endRecord();
    return (this.firstRecord?.length ?? 0) + this.file.size;
  }

  async *read(): AsyncGenerator<Buffer> {
    const first = this.firstRecord ?? Buffer.alloc(0);
    first.writeUInt32LE(this.cells, 4);
    first.writeUInt32LE(this.texts, 8);
    yield first;
    yield* this.file.read();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private write(text: string): void {
    const { isWide, bytes } = characters(text);
    if (this.filled + TEXT_HEAD_BYTES + Math.min(bytes.length, 2) > MOST_IN_RECORD) this.endRecord();
    const head = Buffer.alloc(TEXT_HEAD_BYTES);
    head.writeUInt16LE(text.length, 0);
    head[2] = Number(isWide);
    this.put(head);
    for (let at = 0; at < bytes.length;) {
      const room = MOST_IN_RECORD - this.filled;
      const fits = Math.min(bytes.length - at, isWide ? room - (room % 2) : room);
      this.put(bytes.subarray(at, at + fits));
      at += fits;
      if (at === bytes.length) break;
      this.endRecord();
      this.put(Buffer.from([Number(isWide)])); // what goes on says again how
    }
  }

  private put(part: Buffer): void {
    this.parts.push(part);
    this.filled += part.length;
  }

  private endRecord(): void {
    if (this.firstRecord === undefined) this.firstRecord = record(BIFF.SST, Buffer.alloc(HEAD_BYTES), ...this.parts);
    else if (this.parts.length > 0) this.file.add(record(BIFF.CONTINUE, ...this.parts));
    this.parts = [];
    this.filled = 0;
  }
}
