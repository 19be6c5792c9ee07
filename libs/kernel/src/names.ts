// As spreadsheets hold them: JavaScript's white space, which has the no-break ones, and the zero-width space and joiner.
const BLANK = /[\s\u200b\u2060]/; // '\u00a0'
const CONTROL = /\p{Cc}/u; // 'a\u0007b'

/** Cuts outer blanks, no-break ones too (IMP-05a). Walks from both ends: an expression bound to the end takes minutes on a cell of a million blanks. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANK.test(text.charAt(start))) start++;
  while (end > start && BLANK.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** The form in which names are compared and kept unique (INV-02): trimmed, NFC, then lower case. */
export const nameKey = (name: string): string => trimBlanks(name).normalize('NFC').toLowerCase();

/** Length as people count: code points. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

export const hasControlCharacters = (text: string): boolean => CONTROL.test(text);

const APOSTROPHES = /[\u2018\u2019\u201a\u201b\u02bb\u02bc\u02b9\u2032\u00b4\u0060\uff07]/g; // d’appareil → d'appareil
const ACCENTS = /\p{M}/gu; // modèle, decomposed
const BLANKS = /\s+/g; // 'MAC\naddress'
const FINAL_S = /s$/; // 'customers'

/** Headers are compared without case, accents, outer blanks, kind of apostrophe or a final s (IMP-02). */
export const headerKey = (header: string): string =>
  trimBlanks(header).normalize('NFD').replace(ACCENTS, '').replace(APOSTROPHES, "'").replace(BLANKS, ' ').toLowerCase().replace(FINAL_S, '');
