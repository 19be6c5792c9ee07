import { createCipheriv, createHash } from 'node:crypto';

/** How the program `openssl enc` is called for a vendor's phones. */
export interface OpensslCbc {
  readonly bits: 128 | 192 | 256;
  /** By which key and vector come from the passphrase; openssl 1.1 takes sha256 where it is not told, older ones md5. */
  readonly digest: 'md5' | 'sha256';
  /** -a */
  readonly base64: boolean;
}

export const SALT_BYTES = 8;
const IV_BYTES = 16;
const BASE64_LINE = /.{1,64}/g;

/**
 * What `openssl enc -aes-<bits>-cbc -md <digest> -pass pass:<passphrase> -S <salt>` makes, with the salt written before it. The same for the same arguments: a phone that
 * compares checksums must not start anew for nothing.
 * @param salt eight bytes; never the same for another content under the same passphrase
 */
export function encryptCbc(plain: Uint8Array, passphrase: string, salt: Uint8Array, { bits, digest, base64 }: OpensslCbc): Buffer {
  const { key, iv } = keyAndVector(passphrase, salt, { bits, digest });
  const cipher = createCipheriv(`aes-${bits}-cbc`, key, iv);
  const encrypted = Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(plain), cipher.final()]);
  return base64 ? Buffer.from(`${encrypted.toString('base64').match(BASE64_LINE)?.join('\n') ?? ''}\n`) : encrypted;
}

/** https://docs.openssl.org/3.0/man3/EVP_BytesToKey/ with one round, as the program has it. */
function keyAndVector(
  passphrase: string,
  salt: Uint8Array,
  { bits, digest }: Pick<OpensslCbc, 'bits' | 'digest'>,
): { readonly key: Buffer; readonly iv: Buffer } {
  const keyBytes = bits / 8;
  let derived = Buffer.alloc(0);
  for (let last = Buffer.alloc(0); derived.length < keyBytes + IV_BYTES; derived = Buffer.concat([derived, last])) {
    last = createHash(digest).update(last).update(passphrase, 'utf8').update(salt).digest();
  }
  return { key: derived.subarray(0, keyBytes), iv: derived.subarray(keyBytes, keyBytes + IV_BYTES) };
}
