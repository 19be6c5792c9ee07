import { randomPart } from '@ringfleet/kernel';
import type { KeyObject } from 'node:crypto';
import type { Transform } from 'node:stream';
import { decrypt, deriveKey, encrypt, type GcmContext, NONCE_BYTES, TAG_BYTES } from './aes-gcm.js';
import { CannotOpen } from './cannot-open.js';
import { type DecryptedSource, decryptedSource, type ReadRange } from './decrypted-source.js';
import { EncryptStream } from './encrypt-stream.js';
import { KEY_ID_BYTES, type SealingKey } from './sealing-key.js';

const VERSION = 1;
const NO_SALT = new Uint8Array();

/**
 * Encrypts and decrypts with AES-256-GCM under master keys known by id. The newest key seals, every key opens what it sealed: to rotate, append a key.
 * Each value and file names its key. What differs in purpose cannot be swapped: a value opens only with the purpose it was sealed for.
 */
export class Sealer {
  private readonly masters: ReadonlyMap<string, Uint8Array>;
  private readonly valueKeys: ReadonlyMap<string, KeyObject>;
  private readonly newest: SealingKey;

  /** @param keys oldest first */
  constructor(keys: readonly SealingKey[]) {
    const newest = keys.at(-1);
    if (!newest) throw new Error('Sealing needs at least one key.');
    for (const { id, key } of keys) {
      if (!KEY_ID.test(id)) throw new Error(`'${id}' is no key id: 1 to ${KEY_ID_BYTES} letters, digits, '-', '_' or '.'.`);
      if (key.length !== 32) throw new Error(`The key ${id} must have 32 bytes, not ${key.length}.`);
    }
    if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error('Two sealing keys have the same id.');
    this.newest = newest;
    this.masters = new Map(keys.map(({ id, key }) => [id, key]));
    this.valueKeys = new Map(keys.map(({ id, key }) => [id, deriveKey(key, NO_SALT, 'ringfleet value')]));
  }

  /** Seals a text. Stored: version (1 byte), length of key id (1), key id, nonce (12), cipher text, tag (16). */
  seal(text: string, purpose: string): Uint8Array {
    const id = Buffer.from(this.newest.id);
    const header = Buffer.concat([Buffer.from([VERSION, id.length]), id]);
    const nonce = randomPart(NONCE_BYTES);
    return Buffer.concat([header, nonce, encrypt(this.context(this.newest.id, header, nonce, purpose), Buffer.from(text, 'utf8'))]);
  }

  /** The text that was sealed for this purpose. Throws `CannotOpen`. */
  open(sealed: Uint8Array, purpose: string): string {
    const [version, idLength = 0] = sealed;
    const headerLength = 2 + idLength;
    if (version !== VERSION || sealed.length < headerLength + NONCE_BYTES + TAG_BYTES) throw new CannotOpen('not_sealed', 'These bytes are no sealed value.');
    const header = sealed.subarray(0, headerLength);
    const nonce = sealed.subarray(headerLength, headerLength + NONCE_BYTES);
    const id = Buffer.from(header.subarray(2)).toString();
    return decrypt(this.context(id, header, nonce, purpose), sealed.subarray(headerLength + NONCE_BYTES)).toString('utf8');
  }

  /** Encrypts a file of any length on its way to the store; the same purpose opens it. The result is longer by 64 bytes and 16 for each 64 KiB begun. */
  encryptStream(purpose: string): Transform {
    return new EncryptStream(this.newest, purpose);
  }

  /**
   * Plain bytes of any part of a stored file that `encryptStream` made. Each read throws `CannotOpen` if the file was cut or a segment it touches was changed.
   * @param readRange gives exactly the bytes asked for, always within the stored size
   */
  decryptedSource(purpose: string, readRange: ReadRange, storedSize: number): DecryptedSource {
    return decryptedSource((id) => keyOf(this.masters, id), purpose, readRange, storedSize);
  }

  private context(id: string, header: Uint8Array, nonce: Uint8Array, purpose: string): GcmContext {
    return { key: keyOf(this.valueKeys, id), nonce, associated: Buffer.concat([header, Buffer.from(purpose, 'utf8')]) };
  }
}

const KEY_ID = new RegExp(`^[\\w.-]{1,${KEY_ID_BYTES}}$`); // 5f2a90c1

function keyOf<Key>(keys: ReadonlyMap<string, Key>, id: string): Key {
  const key = keys.get(id);
  if (!key) throw new CannotOpen('unknown_key', `There is no sealing key '${id}'. Was keys.json replaced, or a key removed that is still in use?`);
  return key;
}
