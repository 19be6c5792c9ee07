import { randomUUID } from 'node:crypto';
import { close, createReadStream, openSync, unlinkSync, write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const [writeTo, closeFile] = [promisify(write), promisify(close)];
const FLUSH_BYTES = 256 * 1024;

/** The file is unlinked as soon as it is open: the system removes it with the process, however that ends. */
export function openTemporary(): number {
  const path = join(tmpdir(), `ringfleet-${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}

/** What is written piece by piece and read once it is whole, in little memory. */
export class TemporaryFile {
  private readonly file = openTemporary();
  private pieces: Buffer[] = [];
  private waiting = 0;
  private written = 0;

  get size(): number {
    return this.written + this.waiting;
  }

  /** Kept until the next `flush`. */
  add(piece: Buffer): void {
    this.pieces.push(piece);
    this.waiting += piece.length;
  }

  /** To be awaited now and then, so that little waits. */
  async flush(least = FLUSH_BYTES): Promise<void> {
    if (this.waiting < least || this.waiting === 0) return;
    const bytes = Buffer.concat(this.pieces, this.waiting);
    this.pieces = [];
    this.waiting = 0;
    await this.writeAt(this.written, bytes);
    this.written += bytes.length;
  }

  /** Writes over what was added. */
  async replace(at: number, bytes: Buffer): Promise<void> {
    await this.flush(0);
    await this.writeAt(at, bytes);
  }

  /** From its beginning to its end. */
  async *read(): AsyncGenerator<Buffer> {
    await this.flush(0);
    if (this.written > 0) yield* createReadStream('', { fd: this.file, start: 0, autoClose: false, highWaterMark: FLUSH_BYTES });
  }

  private async writeAt(at: number, bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length;) done += (await writeTo(this.file, bytes, done, bytes.length - done, at + done)).bytesWritten;
  }

  close(): Promise<void> {
    return closeFile(this.file);
  }
}
