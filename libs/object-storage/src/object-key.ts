import { BadObjectKey } from './object-store.js';

const SEGMENT = /^[A-Za-z0-9._-]{1,200}$/; // 'file', '019aa5a0-…', '0.chunk'

/** Throws `BadObjectKey` for what is no key, so that none can lead out of the store. */
export function checkKey(key: string): string {
  const segments = key.split('/');
  if (!segments.every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..')) throw new BadObjectKey(key);
  return key;
}
