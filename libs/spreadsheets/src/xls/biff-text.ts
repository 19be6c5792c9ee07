import { TextDecoder } from 'node:util';

// Text in BIFF8: a count of characters, a byte of flags, then characters of one byte (the low half of UTF-16) or two. It may go on in CONTINUE records, where
// the flags are given again. In BIFF5: a count and bytes of the workbook's code page.

const WIDE = 1;
const EXTENDED = 4;
const RICH = 8;

/** Gives the next segment (the data of a CONTINUE record) when the generator is resumed with it. */
type Reading<Result> = Generator<undefined, Result, Buffer>;

class Segments {
  constructor(
    private data: Buffer,
    private at: number,
  ) {}

  *number(bytes: 1 | 2 | 4): Reading<number> {
    let value = 0;
    for (let index = 0; index < bytes; index++) {
      while (this.at >= this.data.length) yield* this.next();
      value += (this.data[this.at++] ?? 0) * 2 ** (8 * index);
    }
    return value;
  }

  *characters(count: number, flags: number): Reading<string> {
    let wide = flags & WIDE;
    let text = '';
    for (let left = count; left > 0;) {
      if (this.at >= this.data.length) {
        yield* this.next();
        wide = (this.data[this.at++] ?? 0) & WIDE;
      }
      const taken = Math.min(left, (this.data.length - this.at) >> wide);
      text += this.data.toString(wide ? 'utf16le' : 'latin1', this.at, this.at + (taken << wide));
      left -= taken;
      this.at = taken === 0 ? this.data.length : this.at + (taken << wide);
    }
    return text;
  }

  *skip(bytes: number): Reading<void> {
    let left = bytes;
    while (left > this.data.length - this.at) {
      left -= this.data.length - this.at;
      yield* this.next();
    }
    this.at += left;
  }

  private *next(): Reading<void> {
    this.data = yield;
    this.at = 0;
  }
}

/** Reads something that may go on in CONTINUE records. */
export class ContinuedReading<Result> {
  result: Result | undefined;

  constructor(private readonly reading: Reading<Result>) {
    this.take(reading.next());
  }

  /** Hands the data of the next CONTINUE record over. */
  push(segment: Buffer): void {
    if (this.result === undefined) this.take(this.reading.next(segment));
  }

  private take(step: IteratorResult<undefined, Result>): void {
    if (step.done === true) this.result = step.value;
  }
}

/** The strings of an SST record; gives how many there were. */
export const sharedStrings = function* (data: Buffer, add: (text: string) => void): Reading<number> {
  const segments = new Segments(data, 4);
  const count = yield* segments.number(4);
  for (let index = 0; index < count; index++) {
    const length = yield* segments.number(2);
    const flags = yield* segments.number(1);
    const runs = flags & RICH ? yield* segments.number(2) : 0;
    const extension = flags & EXTENDED ? yield* segments.number(4) : 0;
    add(yield* segments.characters(length, flags));
    yield* segments.skip(runs * 4 + extension);
  }
  return count;
};

/** BIFF8 text of a cell or a formula's result, `at` its count. */
export const text8 = function* (data: Buffer, at: number): Reading<string> {
  const segments = new Segments(data, at);
  const length = yield* segments.number(2);
  const flags = yield* segments.number(1);
  return yield* segments.characters(length, flags);
};

// Code pages by the names the web's encodings have; those it does not know are read as Windows-1252.
const CODE_PAGES = new Map([
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [1200, 'utf-16le'],
  [10000, 'macintosh'],
  [32768, 'macintosh'],
]);

/** Decodes BIFF5 text. */
export const codePageDecoder = (codePage: number): TextDecoder =>
  new TextDecoder(CODE_PAGES.get(codePage) ?? (codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252'));
