/** For a pattern of LIKE: '5%' → '5\%'. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`); // '5%'

/** The index knows three letters in a row, and those with which words begin: of fewer it finds what begins with them, and all others it would have to read. */
export const isShort = (part: string): boolean => Array.from(part).length < 3;
