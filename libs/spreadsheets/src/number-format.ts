/** What a cell's number format makes of its number: a date, a form in which digits are lost, a number padded with zeros, or nothing that matters. */
export type NumberFormat =
  | { readonly kind: 'plain' }
  | { readonly kind: 'date' }
  | { readonly kind: 'scientific' }
  | { readonly kind: 'padded'; readonly digits: number };

const PLAIN: NumberFormat = { kind: 'plain' };
const DATE: NumberFormat = { kind: 'date' };
const SCIENTIFIC: NumberFormat = { kind: 'scientific' };

// Built-in formats have numbers only; 27 to 36 and 50 to 58 are dates in East Asian editions.
const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

// What is shown as it stands: '"no. "', '\\-', '_)', '* ', '[Red]'; elapsed time '[h]' stays.
const LITERAL = /"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi;

const byCode = (code: string): NumberFormat => {
  const shown = code.replace(LITERAL, '').split(';', 1)[0] ?? '';
  if (/^general$/i.test(shown.trim())) return PLAIN;
  if (/e[+-]/i.test(shown)) return SCIENTIFIC; // '0.00E+00'
  if (/[ymdhs]/i.test(shown)) return DATE; // 'yyyy-mm-dd hh:mm'
  return /^0{2,15}$/.test(code) ? { kind: 'padded', digits: code.length } : PLAIN; // '000000'
};

/** The format of a built-in number, or of a code as a person writes it: 'dd/mm/yyyy'. */
export const numberFormat = (id: number, code?: string): NumberFormat => {
  if (code !== undefined) return byCode(code);
  if (id === 11 || id === 48) return SCIENTIFIC;
  return isBuiltInDate(id) ? DATE : PLAIN;
};

/** More styles than any spreadsheet program keeps are not remembered: a cell that names one is an ordinary cell. */
export const MAX_STYLES = 65_536;
