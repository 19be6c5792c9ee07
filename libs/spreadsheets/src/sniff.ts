import { looksLikeUtf16 } from './csv/text-encoding.js';

export type Sniffed = 'zip' | 'cfb' | 'text' | 'other';

const startsWith = (head: Uint8Array, magic: readonly number[] | Uint8Array): boolean => magic.every((byte, index) => head[index] === byte);

const ZIP = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
];
const CFB = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
// Files whose first bytes could pass for text: PDF, gzip, JPEG, GIF, BZip2, RTF, 7z, RAR, PostScript.
const NOT_TEXT = ['%PDF-', '\x1f\x8b', '\xff\xd8\xff', 'GIF8', 'BZh', '{\\rtf', '7z\xbc\xaf', 'Rar!', '%!PS', '\x89PNG'].map((magic) =>
  Buffer.from(magic, 'latin1'),
);
const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a]);

/** What a file is by its first bytes (4 KiB are plenty); 'other' (PNG, PDF, gzip …) is never a spreadsheet. 'text' may still turn out not to be one. */
export const sniff = (head: Uint8Array): Sniffed => {
  if (ZIP.some((magic) => startsWith(head, magic))) return 'zip';
  if (startsWith(head, CFB)) return 'cfb';
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff]) || looksLikeUtf16(head) !== undefined) return 'text';
  if (NOT_TEXT.some((magic) => startsWith(head, magic))) return 'other';
  const sample = head.subarray(0, 4096);
  let controls = 0;
  for (const byte of sample) if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) controls++;
  return controls * 20 > sample.length ? 'other' : 'text'; // a stray NUL is text with a fault, which the reader names
};
