import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { CannotOpen } from './cannot-open.js';

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** What one message is encrypted under. A nonce must never serve twice with the same key. */
export interface GcmContext {
  /** Node takes four times as long with its plain bytes. */
  readonly key: KeyObject;
  readonly nonce: Uint8Array;
  /** Not encrypted, but must be the same when decrypting. */
  readonly associated: Uint8Array;
}

/** AES-256-GCM: the cipher text, as long as the plain one, and the tag of 16 bytes behind it. */
export function encrypt({ key, nonce, associated }: GcmContext, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plain bytes. Throws `CannotOpen` (`tampered`) when one bit of text, key, nonce or associated data differs. */
export function decrypt({ key, nonce, associated }: GcmContext, sealed: Uint8Array): Buffer {
  if (sealed.length < TAG_BYTES) throw new CannotOpen('tampered', 'The sealed bytes are cut short.');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(associated);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
  } catch (error) {
    throw new CannotOpen('tampered', `The sealed bytes were changed, or are sealed for another purpose (${String(error)}).`);
  }
  return plain;
}

/** A key of 256 bits for one use; keys for different salts or uses tell nothing of each other. */
export function deriveKey(master: Uint8Array, salt: Uint8Array, use: string): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync('sha256', master, salt, use, 32)));
}
