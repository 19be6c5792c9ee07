import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { BadData, escapeFor } from './escape.js';

/** What a reader of XML makes of the text of one element and of one attribute. */
function readXml(text: string): { readonly elements: number; readonly attribute: string; readonly content: string } {
  const read = { elements: 0, attribute: '', content: '' };
  const parser = new SaxesParser();
  parser.on('opentag', ({ attributes }) => {
    read.elements += 1;
    read.attribute = String(attributes['a']);
  });
  parser.on('text', (content) => (read.content += content));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  return read;
}

const written = (format: 'xml' | 'text' | 'quoted' | 'json', value: string): string | undefined => {
  try {
    return escapeFor(format)(value);
  } catch (error) {
    if (error instanceof BadData) return undefined;
    throw error;
  }
};

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
  fc.constantFrom('</x>', ']]>', '"', "' b='", 'a\r\nb=c', '=cmd', '&amp;', '-->'),
);

describe('a value, whatever it is (PRV-02)', () => {
  it('is read from XML as it was, in an element and in an attribute, or is refused', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const text = written('xml', value);
        if (text === undefined) return;
        expect(readXml(`<x a="${text}">${text}</x>`)).toEqual({ elements: 1, attribute: value, content: value });
        expect(readXml(`<x a='${text}'>${text}</x>`)).toEqual({ elements: 1, attribute: value, content: value });
      }),
    );
    expect(written('xml', 'a\0b')).toBeUndefined();
    expect(written('xml', '\ud800')).toBeUndefined();
  });

  it('is read from JSON as it was', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const text = written('json', value);
        if (text !== undefined) expect(JSON.parse(`{"a": ${text}}`)).toEqual({ a: value });
      }),
    );
  });

  it('stays on its line, and between its quotes, or is refused', () => {
    fc.assert(
      fc.property(anything, (value) => {
        for (const format of ['text', 'quoted'] as const) {
          const text = written(format, value);
          if (text === undefined) continue;
          expect(text).toBe(value);
          expect(text).not.toMatch(/[\r\n\0\v\f\u0085\u2028\u2029]/);
          if (format === 'quoted') expect(text).not.toMatch(/["\\]/);
        }
      }),
    );
    expect(written('text', 'name\r\naccount.1.password = stolen')).toBeUndefined();
    expect(written('quoted', 'x" ADMIN="1')).toBeUndefined();
  });

  it('is empty where there is none, in JSON null, and refused where it is no single one', () => {
    for (const format of ['xml', 'text', 'quoted', 'json'] as const) {
      expect(escapeFor(format)(null)).toBe(format === 'json' ? 'null' : '');
      expect(() => escapeFor(format)({ password: 'secret' })).toThrow(BadData);
      expect(() => escapeFor(format)([1])).toThrow(BadData);
    }
  });
});
