import type { Dirent } from 'node:fs';
import { lstat, mkdir, open, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Something in the store's folder that the store has not put there: a symbolic link, a file where a folder should be. */
export class ForeignEntry extends Error {
  override readonly name = 'ForeignEntry';
}

export const isErrno = (error: unknown, ...codes: readonly string[]): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && codes.some((code) => code === error.code);

/** Real folders below a root, never reached through a symbolic link. */
export class FolderTree {
  constructor(readonly root: string) {}

  /** The path of a folder that is there, or undefined. Throws `ForeignEntry`. */
  async find(segments: readonly string[]): Promise<string | undefined> {
    let path = this.root;
    for (const segment of segments) {
      path = join(path, segment);
      if (!(await isFolder(path))) return undefined;
    }
    return path;
  }

  /** The path of a folder that is made if it is not there, and is there after a power cut. Throws `ForeignEntry`. */
  async make(segments: readonly string[]): Promise<string> {
    let path = this.root;
    for (const segment of segments) {
      const above = path;
      path = join(above, segment);
      if (await isFolder(path)) continue;
      await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
        if (!isErrno(error, 'EEXIST')) throw error; // made by another put meanwhile
      });
      await syncFolder(above);
    }
    return path;
  }

  /** Removes a folder and those above it, as far as they are empty. */
  async prune(segments: readonly string[]): Promise<void> {
    for (let depth = segments.length; depth > 0; depth--) {
      try {
        await rmdir(join(this.root, ...segments.slice(0, depth)));
      } catch (error) {
        if (isErrno(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) return;
        throw error;
      }
    }
  }

  /** Entries of a folder; none if it is not there. */
  async entries(segments: readonly string[]): Promise<Dirent[]> {
    const path = await this.find(segments);
    if (path === undefined) return [];
    return readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      if (isErrno(error, 'ENOENT')) return [];
      throw error;
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await lstat(path)).isDirectory()) return true;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
  throw new ForeignEntry(`${path} is not a folder.`);
}

/** Flushes the names in a folder to the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
