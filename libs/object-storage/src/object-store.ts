import type { Readable } from 'node:stream';

/**
 * Immutable objects by key ("imports/019a…/file"). Keys are segments of [A-Za-z0-9._-] joined by "/"; "." and ".." are no segments: anything else throws `BadObjectKey`.
 * No key is the folder of another: where "a" is stored, "a/b" cannot be. Failures of the store itself are transient (ENOSPC, EIO …).
 * Two adapters: a folder and MinIO. Both pass the suite in `libs/testing/src/contract/object-store.ts`.
 */
export interface ObjectStore {
  /** Stores the whole stream or nothing; when it resolves, the object outlives a power cut. Throws the stream's own error, or `ObjectExists` if the key is taken: objects are never replaced. Returns the size in bytes. */
  put(key: string, body: Readable | Uint8Array): Promise<{ readonly size: number }>;
  /** Bytes from `offset` (default 0), `length` of them (default: to the end); what is beyond the end is left out. Throws `ObjectNotFound`. */
  get(key: string, range?: { readonly offset?: number; readonly length?: number }): Promise<Readable>;
  /** The whole object in memory; for small ones. Throws `ObjectNotFound`. */
  getBytes(key: string): Promise<Uint8Array>;
  /** Size in bytes and time of storing, or undefined if there is none. */
  stat(key: string): Promise<{ readonly size: number; readonly storedAt: Date } | undefined>;
  /** Keys that begin with the prefix, in any order. */
  list(prefix: string): AsyncIterable<string>;
  /** No error if it is not there. */
  delete(key: string): Promise<void>;
  /** Resolves if the store answers. */
  check(): Promise<void>;
}

export class ObjectNotFound extends Error {
  override readonly name = 'ObjectNotFound';
  constructor(readonly key: string) {
    super(`No object ${key} is stored.`);
  }
}

export class ObjectExists extends Error {
  override readonly name = 'ObjectExists';
  constructor(readonly key: string) {
    super(`Object ${key} is stored already; objects are never replaced.`);
  }
}

export class BadObjectKey extends Error {
  override readonly name = 'BadObjectKey';
  constructor(readonly key: string) {
    super(`Not an object key: ${JSON.stringify(key)}.`);
  }
}
