import { BadSpreadsheet } from '../bad-spreadsheet.js';
import { unescapeText } from '../cell-text.js';
import type { Limits } from '../limits.js';

export const cellTooLong = (limits: Limits): BadSpreadsheet =>
  new BadSpreadsheet('cell_too_long', `A cell has more than ${limits.cellChars} characters. Shorten it.`);

/** The text inside an <si> or <is>: all runs in order, without the phonetic ones. */
export class RichText {
  private content = '';
  private inText = false;
  private phonetic = 0;

  constructor(private readonly limits: Limits) {}

  open(name: string): void {
    if (name === 't') this.inText = this.phonetic === 0;
    else if (name === 'rPh') this.phonetic++;
  }

  text(text: string): void {
    if (!this.inText) return;
    this.content += text;
    if (this.content.length > this.limits.cellChars) throw cellTooLong(this.limits);
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    else if (name === 'rPh') this.phonetic--;
  }

  /** A <t> with this text. */
  plain(text: string): void {
    this.open('t');
    this.text(text);
    this.close('t');
  }

  /** Gives the text and begins anew. */
  take(): string {
    const content = this.content;
    this.content = '';
    return unescapeText(content);
  }
}
