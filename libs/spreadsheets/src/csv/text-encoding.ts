import { isAscii, isUtf8 } from 'node:buffer';
import { BadSpreadsheet } from '../bad-spreadsheet.js';

/** UTF-16 without a byte order mark, where it is obvious: of each pair one byte is nearly always zero and the other never. */
export const looksLikeUtf16 = (head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  const pairs = Math.min(head.length, 4096) >> 1;
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (head[pair * 2] === 0) even++;
    if (head[pair * 2 + 1] === 0) odd++;
  }
  if (pairs < 2) return undefined;
  if (even === 0 && odd > pairs * 0.7) return 'utf-16le';
  return odd === 0 && even > pairs * 0.7 ? 'utf-16be' : undefined;
};

const invalid = (): BadSpreadsheet =>
  new BadSpreadsheet('invalid_encoding', 'The text is neither valid UTF-8 nor Windows-1252. In the spreadsheet program save it as "CSV UTF-8" or as xlsx.');

const nulBytes = (): BadSpreadsheet =>
  new BadSpreadsheet('nul_bytes', 'The file holds NUL bytes, so it is not a text file. Save it as csv or xlsx from a spreadsheet program.');

type Decoder = (chunk: Uint8Array, last: boolean) => Uint8Array;

const utf16 = (encoding: 'utf-16le' | 'utf-16be'): Decoder => {
  const decoder = new TextDecoder(encoding); // takes the mark off; a lone surrogate becomes U+FFFD
  return (chunk, last) => {
    const text = decoder.decode(chunk, { stream: !last });
    if (text.includes('\0')) throw nulBytes();
    return Buffer.from(text, 'utf8');
  };
};

const UNDEFINED_IN_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

const windows1252 = (): Decoder => {
  const decoder = new TextDecoder('windows-1252');
  return (chunk) => {
    if (chunk.some((byte) => UNDEFINED_IN_1252.has(byte))) throw invalid();
    if (chunk.includes(0)) throw nulBytes();
    return Buffer.from(decoder.decode(chunk), 'utf8');
  };
};

/** How many bytes at the end begin a UTF-8 sequence that the next chunk has to finish: 0 to 3. */
const unfinished = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return byte >= (back === 1 ? 0xc0 : back === 2 ? 0xe0 : 0xf0) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
};

const firstSequenceIsUtf8 = (bytes: Uint8Array): boolean => {
  const start = bytes.findIndex((byte) => byte >= 0x80);
  const lead = bytes[start] ?? 0;
  return isUtf8(bytes.subarray(start, start + (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2)));
};

/**
 * UTF-8, or Windows-1252 from the first byte on that is not UTF-8. What came before that byte was ASCII, the same in both, so nothing has to be read again;
 * a file that had a real UTF-8 sequence before is UTF-8 with a fault in it.
 */
const utf8Or1252 = (declared: boolean): Decoder => {
  let sure = declared;
  let kept: Uint8Array = new Uint8Array(0);
  let fallback: Decoder | undefined;
  return (chunk, last) => {
    if (fallback !== undefined) return fallback(chunk, last);
    const bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    const whole = last ? bytes : bytes.subarray(0, bytes.length - unfinished(bytes));
    if (isUtf8(whole)) {
      sure ||= !isAscii(whole);
      kept = bytes.slice(whole.length);
      if (whole.includes(0)) throw nulBytes();
      return whole;
    }
    if (sure || firstSequenceIsUtf8(bytes)) throw invalid();
    fallback = windows1252();
    return fallback(bytes, last);
  };
};

const decoderFor = (head: Uint8Array): { decode: Decoder; skip: number } => {
  if (head[0] === 0xff && head[1] === 0xfe) return { decode: utf16('utf-16le'), skip: 0 };
  if (head[0] === 0xfe && head[1] === 0xff) return { decode: utf16('utf-16be'), skip: 0 };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { decode: utf8Or1252(true), skip: 3 };
  const guess = looksLikeUtf16(head);
  return { decode: guess === undefined ? utf8Or1252(false) : utf16(guess), skip: 0 };
};

/** Text of any encoding a csv comes in as UTF-8 without a mark. Throws `invalid_encoding` and `nul_bytes`. */
export const asUtf8 = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let decode: Decoder | undefined;
  for await (const chunk of chunks) {
    const { decode: first, skip } = decode === undefined ? decoderFor(chunk) : { decode, skip: 0 };
    decode = first;
    const bytes = decode(chunk.subarray(skip), false);
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  const rest = decode?.(new Uint8Array(0), true);
  if (rest !== undefined && rest.length > 0) yield Buffer.from(rest.buffer, rest.byteOffset, rest.length);
};
