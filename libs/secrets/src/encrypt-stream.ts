import { randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { encrypt } from './aes-gcm.js';
import type { SealingKey } from './sealing-key.js';
import { buildHeader, SALT_BYTES, SEGMENT_BYTES, type SegmentContext, segmentContexts } from './segments.js';

/** Turns the bytes of a file into the stored form described in segments.ts. */
export class EncryptStream extends Transform {
  private readonly contextOf: SegmentContext;
  private readonly pending = Buffer.alloc(SEGMENT_BYTES);
  private filled = 0;
  private index = 0;

  constructor(newest: SealingKey, purpose: string) {
    super();
    const header = buildHeader(newest.id, randomBytes(SALT_BYTES));
    this.contextOf = segmentContexts(newest.key, header, purpose);
    this.push(header);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    for (let at = 0; at < chunk.length;) {
      // A full segment waits for the next byte, for only then is it known not to be the last.
      if (this.filled === SEGMENT_BYTES) this.emitSegment(false);
      const copied = chunk.copy(this.pending, this.filled, at);
      this.filled += copied;
      at += copied;
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    this.emitSegment(true);
    done();
  }

  private emitSegment(isLast: boolean): void {
    this.push(encrypt(this.contextOf(this.index, isLast), this.pending.subarray(0, this.filled)));
    this.index += 1;
    this.filled = 0;
  }
}
