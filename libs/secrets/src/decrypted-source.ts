import { decrypt, TAG_BYTES } from './aes-gcm.js';
import { CannotOpen } from './cannot-open.js';
import { HEADER_BYTES, parseHeader, SEGMENT_BYTES, type SegmentContext, segmentContexts, STORED_SEGMENT_BYTES } from './segments.js';

/** Gives exactly `length` stored bytes from `offset` on. */
export type ReadRange = (offset: number, length: number) => Promise<Uint8Array>;

/** A stored file, read as if it were plain. */
export interface DecryptedSource {
  /** Length of the content in bytes. */
  readonly size: number;
  /** Content from `offset` on: `length` bytes, or fewer (at last none) where it ends. Throws `CannotOpen`. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

type MasterOf = (keyId: string) => Uint8Array;

/** See `Sealer.decryptedSource`. */
export function decryptedSource(masterOf: MasterOf, purpose: string, readRange: ReadRange, storedSize: number): DecryptedSource {
  const body = storedSize - HEADER_BYTES;
  if (body < TAG_BYTES) throw new CannotOpen('not_sealed', 'This is no encrypted file: it is too short.');
  const segments = Math.ceil(body / STORED_SEGMENT_BYTES);
  const size = body - segments * TAG_BYTES;
  if (size <= (segments - 1) * SEGMENT_BYTES && segments > 1) throw new CannotOpen('tampered', 'The encrypted file is cut short.');
  return new SegmentedSource({ size, storedSize, lastIndex: segments - 1, readRange, open: () => openFile(masterOf, purpose, readRange) });
}

interface Layout {
  readonly size: number;
  readonly storedSize: number;
  readonly lastIndex: number;
  readonly readRange: ReadRange;
  readonly open: () => Promise<SegmentContext>;
}

class SegmentedSource implements DecryptedSource {
  private opened: SegmentContext | undefined;

  constructor(private readonly layout: Layout) {}

  get size(): number {
    return this.layout.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const contextOf = (this.opened ??= await this.openWhole());
    const end = Math.min(offset + length, this.size);
    if (offset >= end) return new Uint8Array();
    const first = Math.floor(offset / SEGMENT_BYTES);
    const plain = await this.decryptSegments(contextOf, first, Math.floor((end - 1) / SEGMENT_BYTES));
    const begin = first * SEGMENT_BYTES;
    return plain.subarray(offset - begin, end - begin);
  }

  /** The last segment is looked at before anything else is believed: only it shows that nothing was cut off. */
  private async openWhole(): Promise<SegmentContext> {
    const contextOf = await this.layout.open();
    await this.decryptSegments(contextOf, this.layout.lastIndex, this.layout.lastIndex);
    return contextOf;
  }

  private async decryptSegments(contextOf: SegmentContext, first: number, last: number): Promise<Buffer> {
    const { lastIndex, storedSize, readRange } = this.layout;
    const begin = HEADER_BYTES + first * STORED_SEGMENT_BYTES;
    const stored = await readRange(begin, Math.min(HEADER_BYTES + (last + 1) * STORED_SEGMENT_BYTES, storedSize) - begin);
    const plain: Buffer[] = [];
    for (let index = first; index <= last; index += 1) {
      const at = (index - first) * STORED_SEGMENT_BYTES;
      plain.push(decrypt(contextOf(index, index === lastIndex), stored.subarray(at, at + STORED_SEGMENT_BYTES)));
    }
    return Buffer.concat(plain);
  }
}

async function openFile(masterOf: MasterOf, purpose: string, readRange: ReadRange): Promise<SegmentContext> {
  const header = await readRange(0, HEADER_BYTES);
  return segmentContexts(masterOf(parseHeader(header).keyId), header, purpose);
}
