// Whole elements that a handler takes itself, against the parser that is told to take every one: what is read is the same, well-formed or not.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../limits.js';
import { numberFormat } from '../number-format.js';
import { StringStore } from '../string-store.js';
import { SharedStringsHandler } from './shared-strings.js';
import { SheetHandler } from './sheet-handler.js';
import { readXml, type XmlHandler } from './xml.js';

const limits = { ...DEFAULT_LIMITS, cellChars: 2_000 };
const TAG_CHARS = limits.cellChars * 8; // without a tag in between; looked at piece by piece, so that where it is passed is not the same
const text = fc.oneof(
  fc.constantFrom(
    'Add',
    '',
    ' a ',
    '1',
    '007',
    'A & B',
    '&amp;',
    '&#233;',
    '&#xD800;',
    '&nope;',
    ']]>',
    '>',
    '_x000D_',
    '\r\n',
    '\r',
    '\u0085',
    '\u2028',
    '\u0001',
    '\0',
  ),
  fc.constantFrom('<![CDATA[<c r="A9"/>]]>', '<!-- <c r="B9"/> -->', '<?p <c/> ?>', '\ud83d\ude00', '\ud800', 'x'.repeat(2_001), '東京'),
  fc.string({ maxLength: 5 }),
);
const attributes = fc
  .uniqueArray(
    fc.constantFrom(
      ' r="A1"',
      ' r="B1"',
      ' r="XFD1"',
      ' r="1"',
      ' s="1"',
      ' t="s"',
      ' t="str"',
      ' t="inlineStr"',
      ' t="b"',
      " t='n'",
      ' cm="1"',
      '  s="0"',
      ' r="&lt;"',
    ),
    {
      maxLength: 3,
      selector: (attribute) => attribute.trim()[0],
    },
  )
  .map((some) => some.join(''));
const tag = fc.constantFrom('c', 'c', 'x:c', 'v', 'is', 't', 'row', 'f', 'r', 'rPh', 'si', 'other');
const content = fc.letrec<{ node: string; nodes: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    text,
    fc.tuple(attributes, text).map(([all, value]) => `<c${all}><v>${value}</v></c>`),
    text.map((value) => `<c t="inlineStr"><is><t>${value}</t></is></c>`),
    text.map((value) => `<si><t xml:space="preserve">${value}</t></si><si><t>${value}</t></si>`),
    fc.constantFrom('<c r="C1"/>', '<c/>', '\n  ', '\t', '<row r="7">', '</row>', '<c', '<c r="A1" r="A2"><v>1</v></c>', '<c r="D1">'),
    fc.tuple(tag, attributes, tie('nodes')).map(([name, all, inner]) => `<${name}${all}>${inner}</${name}>`),
  ),
  nodes: fc.array(tie('node'), { maxLength: 6 }).map((nodes) => nodes.join('')),
}));
const document = (before: string, after: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('', '<?xml version="1.1"?>', '<?xml version="1.0"?>'), content.nodes, content.nodes)
    .map(([head, one, other]) => `${head}${before}${one}</row><row>${other}${after}`)
    .filter((xml) => xml.length < TAG_CHARS);

/** How reading ends. */
async function outcome(handler: XmlHandler, xml: string, pieceChars: number): Promise<string> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(xml);
  }
  try {
    for await (const _ of readXml('part.xml', bytes(), handler, limits, pieceChars));
    return 'read';
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}

/** The same handler, which leaves everything to the parser. */
const parsedWhole = (handler: XmlHandler): XmlHandler => ({
  open: (name, given) => handler.open(name, given),
  text: (given) => handler.text(given),
  close: (name) => handler.close(name),
});

const pieces = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(Infinity));

describe('plain elements (IMP-01)', () => {
  it('are cells as the parser would tell of them', async () => {
    const xmls = document('<worksheet><sheetData><row>', '</row></sheetData></worksheet>');
    await fc.assert(
      fc.asyncProperty(xmls, pieces, async (xml, pieceChars) => {
        const strings = new StringStore();
        for (const string of ['zero', 'one']) strings.add(string);
        strings.finish();
        const read = async (as: (handler: XmlHandler) => XmlHandler): Promise<unknown> => {
          const handler = new SheetHandler({ strings, formats: [numberFormat(0), numberFormat(14)], date1904: false, limits });
          return [await outcome(as(handler), xml, pieceChars), handler.takeRows()];
        };
        expect(await read((handler) => handler)).toEqual(await read(parsedWhole));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are shared strings as the parser would tell of them', async () => {
    const xmls = document('<sst><row>', '</row></sst>').map((xml) => xml.replaceAll(/<\/?row[^>]*>/g, ''));
    await fc.assert(
      fc.asyncProperty(xmls, pieces, async (xml, pieceChars) => {
        const read = async (as: (handler: XmlHandler) => XmlHandler): Promise<unknown> => {
          const store = new StringStore();
          const end = await outcome(as(new SharedStringsHandler(store, limits)), xml, pieceChars);
          store.finish();
          return [end, Array.from({ length: 50 }, (_, index) => store.get(index))];
        };
        expect(await read((handler) => handler)).toEqual(await read(parsedWhole));
      }),
      { numRuns: 2_000 },
    );
  });
});
