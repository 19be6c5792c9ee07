import { createCipheriv } from 'node:crypto';

const BLOCK_BYTES = 16;
const KEY = /^[\w#$%*+,.:=?@[\]^{}~-]{16}$/; // '0123456789abcdef', of the characters that Yealink's guides allow

/**
 * What `openssl enc -aes-128-ecb -nopad -K <the key's characters in hex>` makes of the file, filled up with line feeds to whole blocks, which lines of `name = value` may end with.
 * undefined where the key is none of sixteen characters: of longer ones it is not known how the phone takes them.
 */
export function encryptEcb(plain: Uint8Array, key: string): Buffer | undefined {
  if (!KEY.test(key)) return undefined;
  const missing = (BLOCK_BYTES - (plain.length % BLOCK_BYTES)) % BLOCK_BYTES;
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(missing, '\n')), cipher.final()]);
}
