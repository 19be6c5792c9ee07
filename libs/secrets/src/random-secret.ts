import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new secret of 256 random bits, as 43 letters that need no escaping in addresses, forms and files. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * What to store of a secret made by `newSecret`, to know it again: SHA-256, base64url. A slow hash (scrypt, Argon2) would protect guessable passwords; 256
 * random bits cannot be guessed however fast the hash, and it is computed at every token request. Never use it for a password that a person chose.
 */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('base64url');

/** Whether this is the secret of that hash; takes as long whichever letter is wrong. */
export function verifySecret(secret: string, hash: string): boolean {
  const given = Buffer.from(hashSecret(secret));
  const stored = Buffer.from(hash);
  return given.length === stored.length && timingSafeEqual(given, stored);
}
