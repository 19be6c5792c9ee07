import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4_096;
const pool = new Uint8Array(POOL_BYTES);
let used = pool.length;

/** Random bytes, at most a few dozen. They are asked of the system a page at a time: an import makes tens of thousands of ids. */
export function randomPart(length: number): Uint8Array {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += length;
  const part = pool.slice(used - length, used);
  pool.fill(0, used - length, used); // who sees our memory shall not know what was given out
  return part;
}
