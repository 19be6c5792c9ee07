// Real: a folder on this machine's disk.
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadObjectKey, ObjectNotFound } from '@ringfleet/object-storage';
import { FolderObjectStore } from '@ringfleet/object-storage/folder';
import { keysOf, objectStoreContract } from '@ringfleet/testing/contract/object-store';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'ringfleet-objects-'));
const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));

objectStoreContract('a folder', async () => {
  const folder = await newFolder();
  return {
    open: () => FolderObjectStore.open(folder),
    child: { module: fileURLToPath(new URL('open-object-store.ts', import.meta.url)), env: { OBJECTS: folder } },
    remove: () => rm(folder, { recursive: true }),
  };
});

describe('the folder of an object store', () => {
  let folder: string;
  let store: FolderObjectStore;
  beforeEach(async () => {
    folder = await newFolder();
    store = await FolderObjectStore.open(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('holds each object as a file with its bytes, for its owner alone, and nothing else', async () => {
    await store.put('imports/1/file', Buffer.from('phones'));
    const [path = '', ...others] = await filesIn(folder);
    expect(others).toEqual([]);
    expect(await readFile(path, 'utf8')).toBe('phones');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is as empty as before when all objects are removed', async () => {
    const before = await readdir(folder, { recursive: true });
    await store.put('imports/1/scan-1/0', Buffer.from('x'));
    await store.put('imports/2/file', Buffer.from('x'));
    for await (const key of store.list('')) await store.delete(key);
    expect(await readdir(folder, { recursive: true })).toEqual(before);
  });

  it('is rid of what a crash left unfinished when it is opened', async () => {
    const before = await readdir(folder);
    for (const part of before) await writeFile(join(folder, part, 'left'), 'half an upl');
    const again = await FolderObjectStore.open(folder);
    expect(await filesIn(folder)).toHaveLength(1); // that among the objects
    expect(await keysOf(again, '')).toEqual(['left']);
  });

  it('lets no link lead out of it', async () => {
    const outside = await newFolder();
    await writeFile(join(outside, 'secret'), 'not an object');
    await store.put('imports/1/file', Buffer.from('x'));
    const [object = ''] = await filesIn(folder);
    await symlink(outside, join(object, '..', 'way'));
    await symlink(join(outside, 'secret'), join(object, '..', 'one'));
    for (const key of ['imports/1/way/secret', 'imports/1/one']) {
      await expect(store.get(key)).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(store.getBytes(key)).rejects.toBeInstanceOf(ObjectNotFound);
      expect(await store.stat(key)).toBeUndefined();
    }
    await expect(store.put('imports/1/way/new', Buffer.from('x'))).rejects.toBeInstanceOf(BadObjectKey);
    await store.delete('imports/1/way/secret');
    expect(await keysOf(store, 'imports/')).toEqual(['imports/1/file']);
    expect(await readdir(outside)).toEqual(['secret']);
    await rm(outside, { recursive: true });
  });

  it('answers no more when it is gone', async () => {
    const gone = await newFolder();
    const lost = await FolderObjectStore.open(gone);
    await rm(gone, { recursive: true });
    await expect(lost.check()).rejects.toThrow('ENOENT');
  });
});
