import type { Format } from './template-job.js';

/** A value that the format cannot hold. The message does not say the value, which may be a secret. */
export class BadData extends Error {
  override readonly name = 'BadData';
}

type Scalar = string | number | boolean;

/** Writes a value so that it adds neither a line nor an element to the format. Throws `BadData` where there is no way to. */
export function escapeFor(format: Format): (value: unknown) => string {
  const write = WRITERS[format];
  return (value) => {
    if (value === null || value === undefined) return format === 'json' ? 'null' : '';
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw new BadData('is a list or a record: write one of its fields');
    if (typeof value === 'string' && !value.isWellFormed()) throw new BadData('has half a character');
    return write(value);
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

// https://www.w3.org/TR/xml/#charsets
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

// Line breaks of every alphabet among them.
const CONTROLS = /[\p{Cc}\u2028\u2029]/u;

const WRITERS: Readonly<Record<Format, (value: Scalar) => string>> = {
  xml: (value) => {
    const text = String(value);
    if (NOT_IN_XML.test(text)) throw new BadData('has a character that XML has no way to write');
    return text.replaceAll(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character] ?? '');
  },
  text: plainLine,
  quoted: (value) => {
    const text = plainLine(value);
    // How a quote is written is not documented by the vendors of this format.
    if (/["\\]/.test(text)) throw new BadData('has a quote or a backslash, which this format has no way to write');
    return text;
  },
  json: (value) => JSON.stringify(value),
};

function plainLine(value: Scalar): string {
  const text = String(value);
  if (CONTROLS.test(text)) throw new BadData('has a line break or another control character, which this format has no way to write');
  return text;
}
