import type { Ports } from '@ringfleet/service-kit';
import type { ByteSource } from '@ringfleet/spreadsheets';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** An encrypted object of the store; sealed for its own place, so that reading shows whether one bit has changed. */
export interface SealedPlace {
  readonly key: string;
  readonly purpose: string;
}

type Stores = Pick<Ports, 'objects' | 'sealer'>;

/** Stores a file as it streams by, whole or not at all. */
export async function storeSealed({ objects, sealer }: Stores, { key, purpose }: SealedPlace, file: Readable): Promise<void> {
  const encrypted = sealer.encryptStream(purpose);
  const stored = objects.put(key, encrypted).catch((error: unknown) => {
    encrypted.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  const [sent, kept] = await Promise.allSettled([pipeline(file, encrypted), stored]);
  if (sent.status === 'rejected') throw sent.reason;
  if (kept.status === 'rejected') throw kept.reason;
}

/** A stored file as if it were plain; undefined where there is none. */
export async function openSealed({ objects, sealer }: Stores, { key, purpose }: SealedPlace): Promise<ByteSource | undefined> {
  const stat = await objects.stat(key);
  if (!stat) return undefined;
  const readRange = async (offset: number, length: number): Promise<Uint8Array> => buffer(await objects.get(key, { offset, length }));
  return sealer.decryptedSource(purpose, readRange, stat.size);
}
