import { BIFF } from './biff-records.js';

/** Bytes that a record may hold; what is longer goes on in CONTINUE records. */
export const MOST_IN_RECORD = 8_224;

/** A record of [MS-XLS]: type, length, content. */
export function record(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(content.length, 2);
  return Buffer.concat([head, content]);
}

/** Numbers of 16 bits, one after the other. */
export const words = (...values: readonly number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);

const VERSION = [0x0600, 0x0dbb, 0x07cc] as const; // of Excel 97, and when that was built
export const WORKBOOK = 0x0005;
export const SHEET = 0x0010;

export const begin = (kind: typeof WORKBOOK | typeof SHEET): Buffer => record(BIFF.BOF, words(VERSION[0], kind, VERSION[1], VERSION[2], 0x41, 0, 6, 0));
export const end = (): Buffer => record(BIFF.EOF);

/** As UTF-16 unless one byte a character will do, which is said before. */
export function characters(text: string): { readonly isWide: boolean; readonly bytes: Buffer } {
  const isWide = /[^\0-\u00ff]/.test(text); // 'Zoë' is not
  return { isWide, bytes: Buffer.from(text, isWide ? 'utf16le' : 'latin1') };
}
