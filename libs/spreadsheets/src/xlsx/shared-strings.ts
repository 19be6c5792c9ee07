import type { Limits } from '../limits.js';
import { RichText } from './rich-text.js';
import { StringStore } from '../string-store.js';
import { PLAIN_TEXT, readWholeXml, type XmlHandler } from './xml.js';
import type { ZipParts } from './zip-parts.js';

// '<si><t>Add</t></si>', '<si><t xml:space="preserve"> Add</t></si>'
const PLAIN_STRING = new RegExp(`[ \\t\\n]*<si><t(?: xml:space="preserve")?>(${PLAIN_TEXT})</t></si>`, 'y');

export class SharedStringsHandler implements XmlHandler {
  private readonly rich: RichText;
  private depth = 0;

  constructor(
    private readonly store: StringStore,
    limits: Limits,
  ) {
    this.rich = new RichText(limits);
  }

  open(name: string): void {
    this.depth++;
    this.rich.open(name);
  }

  text(text: string): void {
    this.rich.text(text);
  }

  close(name: string): void {
    this.depth--;
    if (name === 'si') this.store.add(this.rich.take());
    else this.rich.close(name);
  }

  plain(text: string, from: number): number {
    let at = from;
    if (this.depth !== 1) return at;
    PLAIN_STRING.lastIndex = at;
    for (let string = PLAIN_STRING.exec(text); string !== null; string = PLAIN_STRING.exec(text)) {
      at = PLAIN_STRING.lastIndex;
      this.rich.plain(string[1] ?? '');
      this.store.add(this.rich.take());
    }
    return at;
  }
}

/** Reads the shared strings of a workbook; the store must be closed. */
export const readSharedStrings = async (parts: ZipParts, part: string, limits: Limits): Promise<StringStore> => {
  const store = new StringStore();
  try {
    await readWholeXml(part, parts.read(part, limits.sharedStringsBytes), new SharedStringsHandler(store, limits), limits);
    store.finish();
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
};
