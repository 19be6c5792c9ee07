const ESCAPE = /_x([0-9a-f]{4})_/gi; // '_x000D_'

/** Text that a database can hold: lone surrogates and NUL become U+FFFD. */
export const cleanText = (text: string): string => {
  const wellFormed = text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\uFFFD') : wellFormed;
};

/** Undoes the escapes of xlsx for characters that XML cannot hold: '_x000D_' is a carriage return, '_x005F_x000D_' the text '_x000D_'. */
export const unescapeText = (text: string): string =>
  cleanText(text.includes('_x') || text.includes('_X') ? text.replace(ESCAPE, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text);
