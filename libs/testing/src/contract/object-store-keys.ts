import { text } from 'node:stream/consumers';
import { BadObjectKey } from '@ringfleet/object-storage';
import { keysOf, type StoreContext } from './object-store-context.js';

const BAD_KEYS = [
  '',
  '/',
  '.',
  '..',
  '/a',
  'a/',
  'a//b',
  '../a',
  'a/../b',
  'a/./b',
  'a/..',
  '/etc/passwd',
  'a\\b',
  'a b',
  'a\0',
  'a\n',
  'ä',
  '%2e%2e/a',
  'x'.repeat(201),
  `${'x/'.repeat(500)}x`,
];
const BAD_PREFIXES = ['/', '../', 'a/../', 'a//b', 'a b', 'a/b\0', 'x'.repeat(201)];

/** What a key may be, what is listed and what is removed. */
export function objectStoreKeys({ store, folder }: StoreContext): void {
  it.each(BAD_KEYS)('refuses %j as a key', async (key) => {
    await expect(store().put(key, Buffer.from('x'))).rejects.toBeInstanceOf(BadObjectKey);
    await expect(store().get(key)).rejects.toBeInstanceOf(BadObjectKey);
    await expect(store().getBytes(key)).rejects.toBeInstanceOf(BadObjectKey);
    await expect(store().stat(key)).rejects.toBeInstanceOf(BadObjectKey);
    await expect(store().delete(key)).rejects.toBeInstanceOf(BadObjectKey);
  });

  it('takes every character that a key may have', async () => {
    const key = `${folder()}/AZaz09._-/..a/...`;
    await store().put(key, Buffer.from('x'));
    expect(await keysOf(store(), key)).toEqual([key]);
  });

  it('lists the keys that begin with a prefix, wherever it ends', async () => {
    const prefix = folder();
    const keys = ['imports/1/file', 'imports/1/chunks/0', 'imports/1/chunks/1', 'imports/10/file', 'imports/2/file', 'exports/1'].map(
      (key) => `${prefix}/${key}`,
    );
    for (const key of keys) await store().put(key, Buffer.from(key));
    const listed = async (rest: string): Promise<string[]> => (await keysOf(store(), `${prefix}${rest}`)).map((key) => key.slice(prefix.length + 1));
    expect(await listed('/imports/1/')).toEqual(['imports/1/chunks/0', 'imports/1/chunks/1', 'imports/1/file']);
    expect(await listed('/imports/1')).toEqual(['imports/1/chunks/0', 'imports/1/chunks/1', 'imports/1/file', 'imports/10/file']);
    expect(await listed('/imports/1/chunks/1')).toEqual(['imports/1/chunks/1']);
    expect(await listed('/e')).toEqual(['exports/1']);
    expect(await listed('/nothing/')).toEqual([]);
    expect(await listed('')).toHaveLength(6);
    expect(await keysOf(store(), '')).toEqual(expect.arrayContaining(keys));
  });

  it.each(BAD_PREFIXES)('refuses %j as a prefix', async (prefix) => {
    await expect(keysOf(store(), prefix)).rejects.toBeInstanceOf(BadObjectKey);
  });

  it('removes an object, and does not mind if it is not there; its key is free again', async () => {
    const prefix = folder();
    await store().put(`${prefix}/a/b`, Buffer.from('1'));
    await store().put(`${prefix}/a/c`, Buffer.from('2'));
    await store().delete(`${prefix}/a`);
    await store().delete(`${prefix}/a/b/c`);
    expect(await keysOf(store(), prefix)).toEqual([`${prefix}/a/b`, `${prefix}/a/c`]);
    for (let time = 0; time < 2; time++) await store().delete(`${prefix}/a/b`);
    expect(await keysOf(store(), prefix)).toEqual([`${prefix}/a/c`]);
    await store().put(`${prefix}/a/b`, Buffer.from('3'));
    expect(await text(await store().get(`${prefix}/a/b`))).toBe('3');
  });

  it('keeps what is put beside what is removed at the same time', async () => {
    const prefix = folder();
    const rounds = Array.from({ length: 50 }, (_, round) => round);
    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        for (const round of rounds) {
          await store().put(`${prefix}/f/${name}-${round}`, Buffer.from('x'));
          if (round < 49) await store().delete(`${prefix}/f/${name}-${round}`);
        }
      }),
    );
    expect(await keysOf(store(), `${prefix}/f/`)).toEqual(['a', 'b', 'c'].map((name) => `${prefix}/f/${name}-49`));
  });
}
