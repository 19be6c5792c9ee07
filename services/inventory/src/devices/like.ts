/** For a pattern of LIKE: '5%' → '5\%'. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`); // '5%'

const THREE_KNOWN = /[\p{Alphabetic}\p{Nd}]{3}|[^\p{Alphabetic}\p{Nd}][\p{Alphabetic}\p{Nd}]|^[\p{Alphabetic}\p{Nd}]{2}[^\p{Alphabetic}\p{Nd}]/u; // abc, -a, ab-

/** An index of trigrams knows three letters or digits in a row, and those with which words begin and end: of less it finds what begins with it, and all else it would have to read. */
export const isShort = (part: string): boolean => Array.from(part).length < 3 || !THREE_KNOWN.test(part);

/** Of other signs it knows nothing at all. */
export const isWordless = (part: string): boolean => !/[\p{Alphabetic}\p{Nd}]/u.test(part); // '--', '***'
