import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CannotOpen } from './cannot-open.js';
import { Sealer } from './sealer.js';
import { HEADER_BYTES, SEGMENT_BYTES, STORED_SEGMENT_BYTES } from './segments.js';

const sealer = new Sealer([{ id: 'k1', key: randomBytes(32) }]);
const PURPOSE = 'object:imports/1';

/** Stores the content given in pieces of that many bytes. */
async function store(content: Buffer, piece = 10_000): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(content.length / piece) }, (_, index) => content.subarray(index * piece, (index + 1) * piece));
  return buffer(Readable.from(pieces).pipe(sealer.encryptStream(PURPOSE)));
}

const source = (stored: Buffer, by = sealer, purpose = PURPOSE) =>
  by.decryptedSource(purpose, (offset, length) => Promise.resolve(stored.subarray(offset, offset + length)), stored.length);

async function readAll(stored: Buffer): Promise<Uint8Array> {
  const { size, read } = bound(stored);
  return read(0, size);
}

function bound(stored: Buffer) {
  const opened = source(stored);
  return { size: opened.size, read: (offset: number, length: number) => opened.read(offset, length) };
}

/** Lengths around whole segments, where mistakes would be. */
const lengths = fc.oneof(
  fc.nat({ max: 3 * SEGMENT_BYTES + 10 }),
  fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: -1, max: 1 })).map(([segments, off]) => Math.max(0, segments * SEGMENT_BYTES + off)),
);

describe('an encrypted file', () => {
  it('gives any range of content of any length, however it was written', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1, max: 100_000 }), lengths, lengths, async (length, piece, offset, count) => {
        const content = randomBytes(length);
        const { size, read } = bound(await store(content, piece));
        expect(size).toBe(length);
        expect(content.subarray(offset, offset + count).equals(await read(offset, count))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('does not open when any byte was changed', async () => {
    const stored = await store(randomBytes(2 * SEGMENT_BYTES + 500));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: stored.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(stored);
        changed.writeUInt8(changed.readUInt8(at) ^ change, at);
        await expect(readAll(changed)).rejects.toThrow(CannotOpen);
      }),
    );
  });

  it('does not open when it was cut anywhere, not even its beginning', async () => {
    const stored = await store(randomBytes(3 * SEGMENT_BYTES));
    const boundaries = [0, 1, 2, 3].flatMap((segments) => [-1, 0, 1, 16, 17].map((off) => HEADER_BYTES + segments * STORED_SEGMENT_BYTES + off));
    const cuts = fc.oneof(fc.constantFrom(...boundaries), fc.nat()).map((length) => length % stored.length);
    await fc.assert(
      fc.asyncProperty(cuts, async (length) => {
        await expect((async () => source(stored.subarray(0, length)).read(0, 1))()).rejects.toThrow(CannotOpen);
      }),
    );
  });

  it('does not open when segments were swapped, doubled or left out', async () => {
    const stored = await store(randomBytes(3 * SEGMENT_BYTES + 500));
    const header = stored.subarray(0, HEADER_BYTES);
    const segments = [0, 1, 2, 3].map((index) =>
      stored.subarray(HEADER_BYTES + index * STORED_SEGMENT_BYTES, HEADER_BYTES + (index + 1) * STORED_SEGMENT_BYTES),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 5 }), async (order) => {
        fc.pre(order.join() !== '0,1,2,3');
        const changed = Buffer.concat([header, ...order.map((index) => segments[index] ?? Buffer.alloc(0))]);
        await expect((async () => readAll(changed))()).rejects.toThrow(CannotOpen);
      }),
    );
  });

  it('opens only for its own purpose and with its own key', async () => {
    const stored = await store(Buffer.from('secret'));
    await expect(source(stored, sealer, 'object:imports/2').read(0, 6)).rejects.toThrow(CannotOpen);
    await expect(source(stored, new Sealer([{ id: 'k1', key: randomBytes(32) }])).read(0, 6)).rejects.toThrow(CannotOpen);
    await expect(source(stored, new Sealer([{ id: 'k2', key: randomBytes(32) }])).read(0, 6)).rejects.toThrow("no sealing key 'k1'");
  });

  it('is told from a file that was never encrypted', async () => {
    expect(() => source(Buffer.from('name,model'))).toThrow('no encrypted file');
    await expect(source(Buffer.alloc(1000, 'name,model\n')).read(0, 6)).rejects.toThrow('no encrypted file');
  });

  it('can be read again after the store failed once', async () => {
    const stored = await store(Buffer.from('secret'));
    let down = true;
    const opened = sealer.decryptedSource(
      PURPOSE,
      (offset, length) => (down ? Promise.reject(new Error('store down')) : Promise.resolve(stored.subarray(offset, offset + length))),
      stored.length,
    );
    await expect(opened.read(0, 6)).rejects.toThrow('store down');
    down = false;
    expect(Buffer.from(await opened.read(0, 6)).toString()).toBe('secret');
  });
});
