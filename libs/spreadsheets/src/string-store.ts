import { closeSync, readSync, writeSync } from 'node:fs';
import { openTemporary } from './temporary-file.js';

const PAGE_BYTES = 8 * 1024;
const PAGE_STRINGS = 1024;
const ROOM_BYTES = PAGE_BYTES + PAGE_STRINGS * 4;
const PAGES_IN_MEMORY = 4096; // the first 32 MiB stay, later pages are spilled
const PAGES_CACHED = 1024; // up to 12 MiB of spilled pages
const TEXTS_CACHED = 8192; // of up to 256 characters

/** A run of strings: their bytes (UTF-8) and where each ends. */
interface Page {
  readonly first: number;
  readonly ends: Uint32Array;
  readonly bytes: Buffer;
}

interface SpilledPage {
  readonly first: number;
  readonly offset: number;
  readonly count: number;
  readonly length: number;
}

const textOf = (page: Page, index: number): string => {
  const at = index - page.first;
  return page.bytes.toString('utf8', at === 0 ? 0 : page.ends[at - 1], page.ends[at]);
};

/**
 * Numbered strings, added once and then read in any order, in bounded memory: what passes 32 MiB goes to a temporary file. Strings are well-formed.
 * Reading in the order of adding is cheap; any other costs a read of a page now and then.
 */
export class StringStore {
  /** UTF-16 units of the longest string. */
  longest = 0;
  private count = 0;
  private readonly kept: Page[] = [];
  private readonly spilled: SpilledPage[] = [];
  private readonly cache = new Map<number, Page>();
  private readonly texts: { readonly index: number; readonly text: string }[] = [];
  private file: number | undefined;
  private fileEnd = 0;
  private first = 0;
  private ends: number[] = [];
  private bytes = Buffer.allocUnsafe(PAGE_BYTES);
  private length = 0;

  add(text: string): void {
    const most = text.length * 3; // UTF-8 never needs more
    if (this.length + most > this.bytes.length || this.ends.length === PAGE_STRINGS) this.closePage(most);
    this.length += this.bytes.write(text, this.length, 'utf8');
    this.ends.push(this.length);
    this.count++;
    if (text.length > this.longest) this.longest = text.length;
  }

  /** To be called between adding and reading. */
  finish(): void {
    this.closePage(0);
  }

  /** Undefined if there is no such string. */
  get(index: number): string | undefined {
    const slot = index % TEXTS_CACHED;
    const known = this.texts[slot];
    if (known?.index === index) return known.text;
    if (!(Number.isInteger(index) && index >= 0 && index < this.count)) return undefined;
    const text = textOf(this.pageOf(index), index);
    if (text.length <= 256) this.texts[slot] = { index, text };
    return text;
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private closePage(nextNeeds: number): void {
    if (this.ends.length > 0) {
      const page: Page = { first: this.first, ends: Uint32Array.from(this.ends), bytes: Buffer.from(this.bytes.subarray(0, this.length)) };
      if (this.kept.length < PAGES_IN_MEMORY && page.bytes.length <= PAGE_BYTES) this.kept.push(page);
      else this.spill(page);
    }
    if (nextNeeds > this.bytes.length || this.bytes.length > PAGE_BYTES) this.bytes = Buffer.allocUnsafe(Math.max(PAGE_BYTES, nextNeeds));
    this.first = this.count;
    this.ends = [];
    this.length = 0;
  }

  private spill(page: Page): void {
    this.file ??= openTemporary();
    writeSync(this.file, new Uint8Array(page.ends.buffer));
    writeSync(this.file, page.bytes);
    this.spilled.push({ first: page.first, offset: this.fileEnd, count: page.ends.length, length: page.bytes.length });
    this.fileEnd += page.ends.byteLength + page.bytes.length;
  }

  private pageOf(index: number): Page {
    const spilled = lastAtOrBefore(this.spilled, index);
    const kept = lastAtOrBefore(this.kept, index);
    if (kept !== undefined && (spilled === undefined || kept.first > spilled.first)) return kept;
    if (spilled === undefined) throw new Error(`String ${index} is on no page.`);
    return this.cached(spilled);
  }

  private cached(spilled: SpilledPage): Page {
    const known = this.cache.get(spilled.first);
    if (known !== undefined) return known;
    const isLong = spilled.length > PAGE_BYTES; // one long string: not worth the room of many
    const room = isLong ? Buffer.allocUnsafeSlow(spilled.count * 4 + spilled.length) : this.freeRoom();
    readSync(this.file ?? -1, room, 0, spilled.count * 4 + spilled.length, spilled.offset);
    const page: Page = { first: spilled.first, ends: new Uint32Array(room.buffer, 0, spilled.count), bytes: room.subarray(spilled.count * 4) };
    if (!isLong) this.cache.set(spilled.first, page);
    return page;
  }

  /** Memory for a page: that of the one read longest ago, once the cache is full. */
  private freeRoom(): Buffer {
    const oldest = this.cache.entries().next();
    if (this.cache.size < PAGES_CACHED || oldest.done === true) return Buffer.allocUnsafeSlow(ROOM_BYTES);
    const [first, page] = oldest.value;
    this.cache.delete(first);
    return Buffer.from(page.ends.buffer);
  }
}

/** Binary search in runs ordered by their first number. */
const lastAtOrBefore = <Run extends { readonly first: number }>(runs: readonly Run[], index: number): Run | undefined => {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.first ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return runs[low - 1];
};
