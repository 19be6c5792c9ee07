// What xlsx text cannot hold as it is: control characters other than tab and line feed, '\r' (XML would make it '\n'), and text that looks like such an escape: '_x000D_'.
const NEEDS_ESCAPE = /(?![\t\n])\p{Cc}|[\ufffe\uffff]|_(?=x[0-9a-f]{4}_)/giu;
const UNUSUAL = /[^ !-%'-;=?-^`-~]/; // anything but printable ASCII without & < > _
const MARKUP = /[&<>]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const BLANK_EDGE = /^\s|\s$/; // ' a'

const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(NEEDS_ESCAPE, (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(MARKUP, (char) => ENTITIES[char] ?? char);

/** A cell of text. */
export function cellXml(reference: string, text: string): string {
  if (!UNUSUAL.test(text) && !text.startsWith(' ') && !text.endsWith(' ')) return `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const space = BLANK_EDGE.test(text) || text.includes('\n') ? ' xml:space="preserve"' : '';
  return `<c r="${reference}" t="inlineStr"><is><t${space}>${escaped(text)}</t></is></c>`;
}

/** As a spreadsheet program names column 0, 1, …: A, B, … Z, AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** Text between tags and in attributes. */
export const xmlText = (text: string): string => escaped(text).replaceAll('"', '&quot;');
