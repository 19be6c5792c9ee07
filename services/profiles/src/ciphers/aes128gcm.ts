import { createCipheriv, hkdfSync } from 'node:crypto';

export const SALT_BYTES = 16;
const TAG_BYTES = 16;
/** Of a record, its tag included. */
const RECORD_BYTES = 4096;
const MORE_FOLLOWS = 1;
const LAST = 2;

/**
 * The content coding aes128gcm (RFC 8188), without a key id. The same for the same arguments.
 * @param material what the receiver has: the keying material of the RFC
 * @param salt sixteen bytes; never the same for another content under the same material
 */
export function encodeAes128Gcm(plain: Uint8Array, material: Uint8Array, salt: Uint8Array, recordBytes = RECORD_BYTES): Buffer {
  const key = derived(material, salt, 'Content-Encoding: aes128gcm', 16);
  const base = derived(material, salt, 'Content-Encoding: nonce', 12);
  const header = Buffer.alloc(5);
  header.writeUInt32BE(recordBytes);
  const room = recordBytes - TAG_BYTES - 1;
  const records: Buffer[] = [salt instanceof Buffer ? salt : Buffer.from(salt), header];
  for (let at = 0, number = 0; at === 0 || at < plain.length; at += room, number += 1) {
    const cipher = createCipheriv('aes-128-gcm', key, nonceOf(base, number));
    const delimiter = at + room < plain.length ? MORE_FOLLOWS : LAST;
    records.push(cipher.update(plain.subarray(at, at + room)), cipher.update(Buffer.from([delimiter])), cipher.final(), cipher.getAuthTag());
  }
  return Buffer.concat(records);
}

const derived = (material: Uint8Array, salt: Uint8Array, info: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', material, salt, `${info}\0`, length));

/** A file has less than 2^32 records: the last four bytes are enough. */
function nonceOf(base: Buffer, record: number): Buffer {
  const nonce = Buffer.from(base);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ record) >>> 0, 8);
  return nonce;
}
