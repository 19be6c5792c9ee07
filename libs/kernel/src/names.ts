// Outer blanks as spreadsheets hold them: JavaScript's white space, which has the no-break ones, and the zero-width space and joiner.
const OUTER_BLANKS = /^[\s\u200b\u2060]+|[\s\u200b\u2060]+$/g; // '\u00a0 phone 1 ' → 'phone 1'
const CONTROL = /\p{Cc}/u; // 'a\u0007b'

/** Cuts outer blanks, no-break ones too (IMP-05a). */
export const trimBlanks = (text: string): string => text.replace(OUTER_BLANKS, '');

/** The form in which names are compared and kept unique (INV-02): trimmed, NFC, then lower case. */
export const nameKey = (name: string): string => trimBlanks(name).normalize('NFC').toLowerCase();

/** Length as people count: code points. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

export const hasControlCharacters = (text: string): boolean => CONTROL.test(text);
