import { randomUUID } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { access, type FileHandle, link, lstat, mkdir, open, realpath, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkKey, checkPrefix } from '../object-key.js';
import { BadObjectKey, ObjectExists, ObjectNotFound, type ObjectStore } from '../object-store.js';
import { FolderTree, ForeignEntry, isErrno, syncFolder } from './folder-tree.js';

const OBJECTS = 'objects';
const UNFINISHED = 'unfinished';
const BUFFER_BYTES = 262_144;
const TRIES_TO_NAME = 20;

/**
 * Objects as files of a folder that one process has open at a time. What is put is written aside, flushed to the disk, and then linked to its name at once:
 * a crash leaves the whole object or none. Symbolic links are never followed.
 */
export class FolderObjectStore implements ObjectStore {
  private readonly tree: FolderTree;
  private readonly unfinished: string;

  private constructor(folder: string) {
    this.tree = new FolderTree(join(folder, OBJECTS));
    this.unfinished = join(folder, UNFINISHED);
  }

  /** Opens a folder of its own, which is made if it is not there, and removes what crashes left unfinished in it. */
  static async open(folder: string): Promise<FolderObjectStore> {
    await rm(join(folder, UNFINISHED), { recursive: true, force: true });
    for (const part of [OBJECTS, UNFINISHED]) await mkdir(join(folder, part), { recursive: true, mode: 0o700 });
    return new FolderObjectStore(await realpath(folder));
  }

  async put(key: string, body: Readable | Uint8Array): Promise<{ readonly size: number }> {
    const place = placeOf(key);
    const aside = join(this.unfinished, randomUUID());
    try {
      const file = createWriteStream(aside, { flags: 'wx', mode: 0o600, flush: true, highWaterMark: BUFFER_BYTES });
      await pipeline(body instanceof Uint8Array ? Readable.from([body], { objectMode: true }) : body, file);
      await this.name(aside, place);
      return { size: file.bytesWritten };
    } finally {
      await rm(aside, { force: true });
    }
  }

  async get(key: string, { offset = 0, length }: { readonly offset?: number; readonly length?: number } = {}): Promise<Readable> {
    const file = await this.open(key);
    if (length === 0) {
      await file.close();
      return Readable.from([]);
    }
    return file.createReadStream({ start: offset, ...(length !== undefined && { end: offset + length - 1 }), highWaterMark: BUFFER_BYTES });
  }

  async getBytes(key: string): Promise<Uint8Array> {
    const file = await this.open(key);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  }

  async stat(key: string): Promise<{ readonly size: number; readonly storedAt: Date } | undefined> {
    const path = await this.find(key);
    try {
      const entry = path === undefined ? undefined : await lstat(path);
      return entry?.isFile() ? { size: entry.size, storedAt: entry.mtime } : undefined;
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async *list(prefix: string): AsyncIterable<string> {
    checkPrefix(prefix);
    // Only the folders that the prefix leads to are read.
    yield* this.keysBelow(prefix.split('/').slice(0, -1), prefix);
  }

  async delete(key: string): Promise<void> {
    const path = await this.find(key);
    if (path === undefined) return;
    await unlink(path).catch((error: unknown) => {
      if (!isErrno(error, 'ENOENT', 'EISDIR', 'EPERM')) throw error; // not there, or a folder of other objects
    });
    await this.tree.prune(placeOf(key).folder);
  }

  async check(): Promise<void> {
    await Promise.all([this.tree.root, this.unfinished].map((path) => access(path, constants.R_OK | constants.W_OK)));
  }

  /** Gives a finished file its name, and sees that both are on the disk. */
  private async name(aside: string, place: Place): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await syncFolder(await this.link(aside, place));
      } catch (error) {
        if (!(error instanceof Pruned) || tries === TRIES_TO_NAME) throw error;
      }
    }
  }

  /** Returns the folder. Throws `Pruned` if that was empty and has just been removed. */
  private async link(aside: string, { key, folder, name }: Place): Promise<string> {
    try {
      const path = await this.tree.make(folder);
      await link(aside, join(path, name));
      return path;
    } catch (error) {
      if (error instanceof ForeignEntry) throw new BadObjectKey(key);
      if (isErrno(error, 'EEXIST')) throw new ObjectExists(key);
      throw isErrno(error, 'ENOENT') ? new Pruned('The folder was removed meanwhile.', { cause: error }) : error;
    }
  }

  /** The path at which an object would be, if its folder is there. */
  private async find(key: string): Promise<string | undefined> {
    const { folder, name } = placeOf(key);
    const path = await this.tree.find(folder).catch((error: unknown) => {
      if (error instanceof ForeignEntry) return undefined;
      throw error;
    });
    return path === undefined ? undefined : join(path, name);
  }

  private async open(key: string): Promise<FileHandle> {
    const path = await this.find(key);
    if (path === undefined) throw new ObjectNotFound(key);
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
      throw isErrno(error, 'ENOENT', 'ELOOP') ? new ObjectNotFound(key) : error;
    });
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw new ObjectNotFound(key);
  }

  private async *keysBelow(folder: readonly string[], prefix: string): AsyncIterable<string> {
    const entries = await this.tree.entries(folder).catch((error: unknown) => {
      if (error instanceof ForeignEntry) return [];
      throw error;
    });
    for (const entry of entries) {
      const key = [...folder, entry.name].join('/');
      if (entry.isDirectory() && (key.startsWith(prefix) || prefix.startsWith(`${key}/`))) yield* this.keysBelow([...folder, entry.name], prefix);
      else if (entry.isFile() && key.startsWith(prefix)) yield key;
    }
  }
}

interface Place {
  readonly key: string;
  readonly folder: readonly string[];
  readonly name: string;
}

function placeOf(key: string): Place {
  const segments = checkKey(key).split('/');
  return { key, folder: segments.slice(0, -1), name: segments.at(-1) ?? '' };
}

class Pruned extends Error {}
