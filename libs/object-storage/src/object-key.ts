import { BadObjectKey } from './object-store.js';

const SEGMENT = /^[A-Za-z0-9._-]{1,200}$/; // 'file', '019aa5a0-…', '0.chunk'
const BEGINNING = /^[A-Za-z0-9._-]{0,200}$/;
const LONGEST = 1_000;

/** Throws `BadObjectKey` for what is no key, so that none can lead out of the store. */
export function checkKey(key: string): string {
  const segments = key.split('/');
  const good = key.length <= LONGEST && segments.every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..');
  if (!good) throw new BadObjectKey(key);
  return key;
}

/** Throws `BadObjectKey` for what no key begins with. */
export function checkPrefix(prefix: string): void {
  const end = prefix.lastIndexOf('/');
  if (end >= 0) checkKey(prefix.slice(0, end));
  if (!BEGINNING.test(prefix.slice(end + 1))) throw new BadObjectKey(prefix);
}
