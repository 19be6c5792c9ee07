import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';
import { checkKey } from '../object-key.js';
import { ObjectExists, ObjectNotFound, type ObjectStore } from '../object-store.js';

const OBJECTS = 'o';
const UNFINISHED = 'unfinished';
const BUFFER_BYTES = 262_144;

/** Objects as files of a folder. What is put is written aside, flushed to the disk, and then linked to its name at once: a crash leaves the whole object or none. */
export class FolderObjectStore implements ObjectStore {
  private constructor(private readonly folder: string) {}

  /** Opens a folder of its own, and removes what crashes left unfinished in it. */
  static async open(folder: string): Promise<FolderObjectStore> {
    await rm(join(folder, UNFINISHED), { recursive: true, force: true });
    for (const part of [OBJECTS, UNFINISHED]) await mkdir(join(folder, part), { recursive: true, mode: 0o700 });
    return new FolderObjectStore(folder);
  }

  async put(key: string, body: Readable | Uint8Array): Promise<{ readonly size: number }> {
    const path = this.pathOf(key);
    const aside = join(this.folder, UNFINISHED, randomUUID());
    try {
      const file = createWriteStream(aside, { flags: 'wx', mode: 0o600, flush: true, highWaterMark: BUFFER_BYTES });
      await pipeline(body instanceof Uint8Array ? Readable.from([body]) : body, file);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await link(aside, path).catch((error: unknown) => {
        throw isErrno(error, 'EEXIST') ? new ObjectExists(key) : error;
      });
      await syncFolder(dirname(path));
      return { size: file.bytesWritten };
    } finally {
      await rm(aside, { force: true });
    }
  }

  async get(key: string, range?: { readonly offset: number; readonly length?: number }): Promise<Readable> {
    const path = this.pathOf(key);
    const file = await open(path, 'r').catch((error: unknown) => {
      throw isErrno(error, 'ENOENT') ? new ObjectNotFound(key) : error;
    });
    if (range?.length === 0) {
      await file.close();
      return Readable.from([]);
    }
    const start = range?.offset ?? 0;
    return createReadStream(path, { fd: file, start, ...(range?.length !== undefined && { end: start + range.length - 1 }), highWaterMark: BUFFER_BYTES });
  }

  async getBytes(key: string): Promise<Uint8Array> {
    return readFile(this.pathOf(key)).catch((error: unknown) => {
      throw isErrno(error, 'ENOENT') ? new ObjectNotFound(key) : error;
    });
  }

  async stat(key: string): Promise<{ readonly size: number; readonly storedAt: Date } | undefined> {
    try {
      const { size, mtime } = await stat(this.pathOf(key));
      return { size, storedAt: mtime };
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async *list(prefix: string): AsyncIterable<string> {
    // Only the folders that the prefix leads to are read.
    const from = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '';
    yield* this.keysBelow(from === '' ? '' : checkKey(from), prefix);
  }

  async delete(key: string): Promise<void> {
    await unlink(this.pathOf(key)).catch((error: unknown) => {
      if (!isErrno(error, 'ENOENT')) throw error;
    });
  }

  async check(): Promise<void> {
    await stat(join(this.folder, OBJECTS));
  }

  private pathOf(key: string): string {
    return join(this.folder, OBJECTS, checkKey(key));
  }

  private async *keysBelow(folder: string, prefix: string): AsyncIterable<string> {
    const entries = await readdir(join(this.folder, OBJECTS, folder), { withFileTypes: true }).catch((error: unknown) => {
      if (isErrno(error, 'ENOENT')) return [];
      throw error;
    });
    for (const entry of entries) {
      const key = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && (key.startsWith(prefix) || prefix.startsWith(`${key}/`))) yield* this.keysBelow(key, prefix);
      else if (entry.isFile() && key.startsWith(prefix)) yield key;
    }
  }
}

const isErrno = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code;

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
