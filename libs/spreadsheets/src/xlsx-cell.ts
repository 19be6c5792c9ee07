// What xlsx text cannot hold as it is: control characters other than tab and line feed, '\r' (XML would make it '\n'), and text that looks like such an escape: '_x000D_'.
const NEEDS_ESCAPE = /(?![\t\n])\p{Cc}|[\ufffe\uffff]|_(?=x[0-9a-f]{4}_)/giu;
const UNUSUAL = /[^ !-%'-;=?-^`-~]/; // anything but printable ASCII without & < > _
const MARKUP = /[&<>]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const SPACE = 32;
const CLOSED = '</t></is></c>';
const BLANK_EDGE = /^\s|\s$/; // ' a'

const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(NEEDS_ESCAPE, (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(MARKUP, (char) => ENTITIES[char] ?? char);

const isPlain = (text: string): boolean => !UNUSUAL.test(text) && text.charCodeAt(0) !== SPACE && text.charCodeAt(text.length - 1) !== SPACE;

/** What each row repeats: the cells' beginnings, by column. */
const STARTS: string[] = [];

/** A row of text; empty cells are left out. */
export function rowXml(cells: readonly string[], number: number): string {
  while (STARTS.length < cells.length) STARTS.push(`<c r="${columnLetters(STARTS.length)}`);
  const opened = `${number}" t="inlineStr"><is><t`;
  let xml = `<row r="${number}">`;
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index];
    if (cell) xml += STARTS[index] + opened + (isPlain(cell) ? `>${cell}` : unusual(cell)) + CLOSED;
  }
  return `${xml}</row>`;
}

function unusual(text: string): string {
  const space = BLANK_EDGE.test(text) || text.includes('\n') ? ' xml:space="preserve"' : '';
  return `${space}>${escaped(text)}`;
}

/** As a spreadsheet program names column 0, 1, …: A, B, … Z, AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** Text between tags and in attributes. */
export const xmlText = (text: string): string => escaped(text).replaceAll('"', '&quot;');
