import type { Readable } from 'node:stream';

/** Pieces of a stream put together to parts of at least `size` bytes; the last may be smaller, and is the only one of a short stream. Not more than a part and a piece are in memory. */
export async function* partsOf(body: Readable, size: number): AsyncGenerator<{ readonly bytes: Buffer; readonly last: boolean }> {
  let pieces: Buffer[] = [];
  let held = 0;
  for await (const piece of body as AsyncIterable<Uint8Array | string>) {
    if (held >= size) {
      yield { bytes: Buffer.concat(pieces), last: false };
      pieces = [];
      held = 0;
    }
    const bytes = bufferOf(piece);
    pieces.push(bytes);
    held += bytes.length;
  }
  yield { bytes: Buffer.concat(pieces), last: true };
}

/** The same bytes, not copied. */
export function bufferOf(bytes: Uint8Array | string): Buffer {
  return typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
