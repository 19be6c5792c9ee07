// A stored file is a header and segments, each 64 KiB of content (the last one less) encrypted on its own, so that any part can be read alone.
// The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the nonce holds the segment's number and whether it is the last one. A segment at
// another place, or one that became the last by cutting the file, does not decrypt. Each file has its own key, so numbers may serve as nonces.
import { CannotOpen } from './cannot-open.js';
import { deriveKey, type GcmContext, NONCE_BYTES, TAG_BYTES } from './aes-gcm.js';
import { KEY_ID_BYTES } from './sealing-key.js';

export const SEGMENT_BYTES = 64 * 1024;
export const STORED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES;
export const SALT_BYTES = 32;
/** Mark (4), length of key id (1), key id filled up with zeros (27), salt (32). */
export const HEADER_BYTES = 4 + 1 + KEY_ID_BYTES + SALT_BYTES;
const MARK = Buffer.from('RFS1');

export function buildHeader(keyId: string, salt: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MARK.copy(header);
  header.writeUInt8(Buffer.byteLength(keyId), MARK.length);
  header.write(keyId, MARK.length + 1);
  header.set(salt, HEADER_BYTES - SALT_BYTES);
  return header;
}

/** Throws `CannotOpen` (`not_sealed`). */
export function parseHeader(bytes: Uint8Array): { keyId: string; salt: Uint8Array } {
  const header = Buffer.from(bytes);
  if (header.length !== HEADER_BYTES || !header.subarray(0, MARK.length).equals(MARK)) throw new CannotOpen('not_sealed', 'This is no encrypted file.');
  const idLength = Math.min(header.readUInt8(MARK.length), KEY_ID_BYTES);
  return { keyId: header.toString('latin1', MARK.length + 1, MARK.length + 1 + idLength), salt: header.subarray(-SALT_BYTES) };
}

/** What the segments of one file are encrypted under, by number. */
export type SegmentContext = (index: number, isLast: boolean) => GcmContext;

export function segmentContexts(master: Uint8Array, header: Uint8Array, purpose: string): SegmentContext {
  const key = deriveKey(master, header.subarray(-SALT_BYTES), `ringfleet file ${purpose}`);
  return (index, isLast) => {
    const nonce = Buffer.alloc(NONCE_BYTES);
    nonce.writeUIntBE(index, 5, 6);
    nonce.writeUInt8(isLast ? 1 : 0, NONCE_BYTES - 1);
    return { key, nonce, associated: header };
  };
}
