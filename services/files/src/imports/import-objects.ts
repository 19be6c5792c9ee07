import { Inject, Injectable } from '@nestjs/common';
import { ObjectNotFound } from '@ringfleet/object-storage';
import { CannotOpen } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { ByteSource } from '@ringfleet/spreadsheets';
import type { Readable } from 'node:stream';
import { type ChunkRow, unpackRows } from '../scan/chunk-rows.js';
import { openSealed, type SealedPlace, storeSealed } from '../sealed-file.js';

/** A chunk object; the scan is the number of the lease under which it was written. */
export interface ChunkRef {
  readonly importId: string;
  readonly scan: number;
  readonly chunk: number;
}

const IMPORTS = 'imports/';
const folderOf = (importId: string): string => `${IMPORTS}${importId}/`;
const placeOf = (importId: string): SealedPlace => ({ key: `${folderOf(importId)}file`, purpose: `import:${importId}:file` });
const chunkKey = ({ importId, scan, chunk }: ChunkRef): string => `${folderOf(importId)}scan-${scan}/${chunk}`;
const chunkPurpose = ({ importId, scan, chunk }: ChunkRef): string => `import:${importId}:scan-${scan}:${chunk}`;

/**
 * What is stored of imports, all of it encrypted: the file as it came, and its rows as chunk objects. Reading checks that not one bit has changed:
 * each object is sealed for its own place.
 */
@Injectable()
export class ImportObjects {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  /** Stores the file as it streams by, whole or not at all. */
  async storeFile(importId: string, file: Readable): Promise<void> {
    await storeSealed(this.ports, placeOf(importId), file);
  }

  async openFile(importId: string): Promise<ByteSource> {
    const source = await openSealed(this.ports, placeOf(importId));
    if (!source) throw new Error(`The file of import ${importId} is not in the store.`);
    return source;
  }

  async putChunk(ref: ChunkRef, text: string): Promise<void> {
    await this.ports.objects.put(chunkKey(ref), this.ports.sealer.seal(text, chunkPurpose(ref)));
  }

  /** Throws `ChunkUnreadable`. */
  async readChunk(ref: ChunkRef): Promise<ChunkRow[]> {
    try {
      return unpackRows(this.ports.sealer.open(await this.ports.objects.getBytes(chunkKey(ref)), chunkPurpose(ref)));
    } catch (error) {
      throw new ChunkUnreadable(ref, error);
    }
  }

  /** Removes the file and its chunks. */
  async remove(importId: string): Promise<void> {
    for await (const key of this.ports.objects.list(folderOf(importId))) await this.ports.objects.delete(key);
  }

  /** Imports of which something is stored since before this time. */
  async *storedBefore(time: Date): AsyncIterable<string> {
    for await (const key of this.ports.objects.list(IMPORTS)) {
      const importId = /^imports\/([^/]+)\/file$/.exec(key)?.[1]; // imports/019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f/file
      const stat = importId === undefined ? undefined : await this.ports.objects.stat(key);
      if (importId !== undefined && stat && stat.storedAt < time) yield importId;
    }
  }
}

/** Transient where the store failed; not where the object is lost or changed. */
export class ChunkUnreadable extends Error {
  override readonly name = 'ChunkUnreadable';
  readonly transient: boolean;

  constructor(ref: ChunkRef, cause: unknown) {
    super(`The object ${chunkKey(ref)} cannot be read.`, { cause });
    this.transient = !(cause instanceof ObjectNotFound || cause instanceof CannotOpen);
  }
}
