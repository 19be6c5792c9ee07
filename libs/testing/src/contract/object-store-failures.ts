import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Child } from '../child.js';
import { keysOf, MEGABYTE, type StoreContext } from './object-store-context.js';

const CHILD = fileURLToPath(new URL('object-store-child.ts', import.meta.url));

/** Streams and processes that end before their object does. */
export function objectStoreFailures({ under, store, folder }: StoreContext): void {
  it('stores nothing of a stream that fails, and says what its error was', async () => {
    const key = `${folder()}/file`;
    async function* broken(): AsyncIterable<Buffer> {
      yield Buffer.alloc(MEGABYTE);
      throw new RangeError('the upload was cut');
    }
    await expect(store().put(key, Readable.from(broken()))).rejects.toThrow('the upload was cut');
    expect(await store().stat(key)).toBeUndefined();
    expect(await keysOf(store(), key)).toEqual([]);
    await store().put(key, Buffer.from('whole'));
    expect(await text(await store().get(key))).toBe('whole');
  });

  it('shows nothing of an object before it is whole', async () => {
    const key = `${folder()}/file`;
    async function* looking(): AsyncIterable<Buffer> {
      for (let piece = 0; piece < 4; piece++) {
        yield Buffer.alloc(MEGABYTE);
        expect(await store().stat(key)).toBeUndefined();
        expect(await keysOf(store(), key)).toEqual([]);
      }
    }
    await store().put(key, Readable.from(looking()));
    expect((await store().stat(key))?.size).toBe(4 * MEGABYTE);
  });

  it('has nothing of an object whose process was killed, and all that was stored before', async () => {
    const prefix = folder();
    await store().put(`${prefix}/before`, Buffer.from('stored'));
    const child = Child.start(CHILD, [under().child.module, `${prefix}/killed`], under().child.env);
    expect(await child.said()).toBe('begun');
    await child.kill();
    const again = await under().open();
    expect(await keysOf(again, prefix)).toEqual([`${prefix}/before`]);
    expect(await text(await again.get(`${prefix}/before`))).toBe('stored');
    await again.put(`${prefix}/killed`, Buffer.from('whole'));
    expect(await text(await again.get(`${prefix}/killed`))).toBe('whole');
  });

  it('answers', async () => {
    await store().check();
  });
}
