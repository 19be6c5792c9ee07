import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

// Cost of one guess: about 50 ms and 32 MiB. Written into each hash, so that it can be raised without a migration.
const COST = { N: 32_768, r: 8, p: 1 };
const MEMORY = 64 * 1024 * 1024;
const KEY_BYTES = 32;
const HASH = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/; // 'scrypt$32768$8$1$<salt>$<key>'

type Cost = typeof COST;

/** What is stored of a password that a person may have chosen: scrypt with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether this is the password of that hash; takes as long for a wrong one. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [, N, r, p, salt, key] = HASH.exec(hash) ?? [];
  if (!salt || !key) return false;
  const stored = Buffer.from(key, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return given.length === stored.length && timingSafeEqual(given, stored);
}

const derive = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, { ...cost, maxmem: MEMORY }, (error, key) => (error ? reject(error) : resolve(key)));
  });
