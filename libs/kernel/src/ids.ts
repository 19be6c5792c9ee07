import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { randomPart } from './random-part.js';

const RANDOM_BYTES = 16;

let msecs = 0;
let seq = 0;

/** A new record id: UUIDv7, so that ids of one process sort in the order they were made. */
export function newId(): string {
  const random = randomPart(RANDOM_BYTES);
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = (random[6] ?? 0) << 16; // room to count in, and not to be guessed
  } else {
    seq++;
  }
  return v7({ random, msecs, seq });
}

/** An id that every service derives alike from a name (UUIDv5 layout): demo records of one service can name those of another. */
export function namedId(name: string): string {
  const hash = createHash('sha1').update('ringfleet:').update(name).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i; // 019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f
export const isId = (text: string): boolean => UUID.test(text);
