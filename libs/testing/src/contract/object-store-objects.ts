import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { BadObjectKey, ObjectExists, ObjectNotFound } from '@ringfleet/object-storage';
import { keysOf, MEGABYTE, type StoreContext } from './object-store-context.js';

/** What is put. */
export function objectStoreStoring({ store, folder }: StoreContext): void {
  it.each([0, 1, 65_536, 3 * MEGABYTE + 7])('gives %i bytes back as they were put, from memory or from a stream', async (size) => {
    const bytes = randomBytes(size);
    const [one, other] = [`${folder()}/memory`, `${folder()}/stream`];
    expect(await store().put(one, bytes)).toEqual({ size });
    expect(await store().put(other, Readable.from([bytes.subarray(0, size / 2), bytes.subarray(size / 2)]))).toEqual({ size });
    for (const key of [one, other]) {
      expect(bytes.equals(await store().getBytes(key))).toBe(true);
      expect(bytes.equals(await buffer(await store().get(key)))).toBe(true);
      expect((await store().stat(key))?.size).toBe(size);
    }
  });

  it('knows when an object was stored', async () => {
    const key = `${folder()}/file`;
    await store().put(key, Buffer.from('x'));
    const storedAt = (await store().stat(key))?.storedAt.getTime() ?? 0;
    expect(Math.abs(storedAt - Date.now())).toBeLessThan(60_000);
  });

  it('takes a stream of many small pieces as one object', async () => {
    const key = `${folder()}/pieces`;
    const hash = createHash('sha256');
    function* pieces(): Iterable<Buffer> {
      for (let index = 0; index < 20_000; index++) {
        const piece = Buffer.from(`${index},`);
        hash.update(piece);
        yield piece;
      }
    }
    await store().put(key, Readable.from(pieces(), { objectMode: false }));
    const stored = createHash('sha256').update(await store().getBytes(key));
    expect(stored.digest('hex')).toBe(hash.digest('hex'));
  });

  it('never replaces an object', async () => {
    const key = `${folder()}/file`;
    await store().put(key, Buffer.from('first'));
    await expect(store().put(key, Buffer.from('second'))).rejects.toBeInstanceOf(ObjectExists);
    expect(await text(await store().get(key))).toBe('first');
  });

  it('lets one of many win who put the same key at once, whole', async () => {
    const key = `${folder()}/file`;
    const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(200_000));
    const results = await Promise.allSettled(bodies.map((body) => store().put(key, Buffer.from(body))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []))).toEqual(Array(7).fill('ObjectExists'));
    expect(await text(await store().get(key))).toBe(bodies[results.findIndex(({ status }) => status === 'fulfilled')]);
  });

  it('refuses a key below an object or above others, and keeps those', async () => {
    const key = `${folder()}/a`;
    await store().put(`${key}/b`, Buffer.from('below'));
    await expect(store().put(key, Buffer.from('above'))).rejects.toBeInstanceOf(ObjectExists);
    await expect(store().put(`${key}/b/c`, Buffer.from('below that'))).rejects.toBeInstanceOf(BadObjectKey);
    expect(await keysOf(store(), key)).toEqual([`${key}/b`]);
  });
}

/** What is read. */
export function objectStoreReading({ store, folder }: StoreContext): void {
  it('reads any range, and no further than the object goes', async () => {
    const key = `${folder()}/file`;
    await store().put(key, Buffer.from('0123456789'));
    const read = async (offset: number, length?: number): Promise<string> => text(await store().get(key, { offset, ...(length !== undefined && { length }) }));
    expect(await read(0)).toBe('0123456789');
    expect(await read(4)).toBe('456789');
    expect(await read(4, 3)).toBe('456');
    expect(await read(0, 1)).toBe('0');
    expect(await read(9, 1)).toBe('9');
    expect(await read(4, 0)).toBe('');
    expect(await read(8, 100)).toBe('89');
    expect(await read(10)).toBe('');
    expect(await read(100, 5)).toBe('');
  });

  it('says that an object is not there', async () => {
    const folderKey = folder();
    await store().put(`${folderKey}/a/b`, Buffer.from('x'));
    for (const key of [`${folderKey}/none`, `${folderKey}/a/none`, `${folderKey}/a`, `${folderKey}/a/b/c`]) {
      await expect(store().get(key)).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(store().get(key, { offset: 0, length: 0 })).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(store().getBytes(key)).rejects.toBeInstanceOf(ObjectNotFound);
      expect(await store().stat(key)).toBeUndefined();
    }
  });

  it('may be left in the middle of an object', async () => {
    const key = `${folder()}/large`;
    await store().put(key, Buffer.alloc(5 * MEGABYTE));
    for await (const piece of await store().get(key)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    await store().delete(key);
    expect(await store().stat(key)).toBeUndefined();
  });
}
