import type { Limits } from '../limits.js';
import { RichText } from './rich-text.js';
import { StringStore } from '../string-store.js';
import { readWholeXml, type XmlHandler } from './xml.js';
import type { ZipParts } from './zip-parts.js';

class SharedStringsHandler implements XmlHandler {
  private readonly rich: RichText;

  constructor(
    private readonly store: StringStore,
    limits: Limits,
  ) {
    this.rich = new RichText(limits);
  }

  open(name: string): void {
    this.rich.open(name);
  }

  text(text: string): void {
    this.rich.text(text);
  }

  close(name: string): void {
    if (name === 'si') this.store.add(this.rich.take());
    else this.rich.close(name);
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
