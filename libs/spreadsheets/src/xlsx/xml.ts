import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { BadSpreadsheet } from '../bad-spreadsheet.js';
import type { Limits } from '../limits.js';

export type Attributes = Readonly<Record<string, string>>;

/** Told of elements by their name without prefix, and of text: in pieces, between them comments and CDATA borders may have stood. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void;
  text(text: string): void;
  close(name: string): void;
  /**
   * Asked behind a tag: takes whole elements that stand one behind the other at `from`, just as it would have been told of them, and returns where it stopped.
   * The parser never sees them: what it knows before an element and after its end is the same. Takes only what is surely well-formed, and leaves everything else.
   */
  plain?(text: string, from: number): number;
}

/** Text in which the parser changes nothing, in XML 1.1 neither; for regular expressions of `plain`. */
export const PLAIN_TEXT = '[^<>&\\r\\x85\\u2028]*';

const MAX_DEPTH = 256;
const MAX_ATTRIBUTES = 1000;
// Not XML, but some programs write it and it harms nobody: control characters and references to surrogates stay as they are written.
const TOLERATED = new Set(['disallowed character.', 'malformed character entity.', 'the string "]]>" is disallowed in char data.']);

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** An attribute by its name without prefix, but only one that has a prefix: 'id' finds r:id. */
export const prefixedAttribute = (attributes: Attributes, name: string): string | undefined => {
  const key = Object.keys(attributes).find((candidate) => candidate.endsWith(`:${name}`));
  return key === undefined ? undefined : attributes[key];
};

interface Decoder {
  write(bytes: Uint8Array): string;
}

const DECLARED = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/; // '<?xml version="1.0" encoding="ISO-8859-1"?>'

const textDecoder = (label: string): Decoder => {
  const decoder = new TextDecoder(label);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }) };
};

const decoderFor = (head: Uint8Array): Decoder => {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return new StringDecoder('utf16le');
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return textDecoder('utf-16be');
  const declared = DECLARED.exec(Buffer.from(head.subarray(0, 200)).toString('latin1'))?.[1]?.toLowerCase() ?? 'utf-8';
  return /^(utf-?8|utf-?16|us-ascii)$/.test(declared) ? new StringDecoder('utf8') : textDecoder(declared); // 'utf-16' in bytes is a slip of the writer
};

class XmlReader {
  private readonly parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  private decoder: Decoder | undefined;
  private depth = 0;
  private attributes = 0;
  private sinceEvent = 0;
  /** What was parsed last ended in a tag. */
  private behindTag = false;

  constructor(
    private readonly part: string,
    private readonly handler: XmlHandler,
    private readonly limits: Limits,
  ) {
    // Counted as they come: a tag of a million attributes would be one allocation that no heap limit can refuse without ending the process.
    this.parser.on('attribute', () => {
      if (++this.attributes > MAX_ATTRIBUTES) throw this.bad('an element has too many attributes');
    });
    this.parser.on('opentag', (tag) => {
      this.sinceEvent = 0;
      this.behindTag = true;
      this.attributes = 0;
      if (++this.depth > MAX_DEPTH) throw this.bad('its elements are nested too deep');
      handler.open(localName(tag.name), tag.attributes);
    });
    this.parser.on('closetag', (tag) => {
      this.sinceEvent = 0;
      this.behindTag = true;
      this.depth--;
      handler.close(localName(tag.name));
    });
    this.parser.on('text', (text) => handler.text(text));
    this.parser.on('cdata', (text) => handler.text(text));
    this.parser.on('doctype', () => {
      throw new BadSpreadsheet(
        'external_entities',
        'The workbook declares a document type, as no spreadsheet program does: refused, it may name external entities.',
      );
    });
    this.parser.on('error', (error) => {
      if (!TOLERATED.has(error.message)) throw this.bad(error.message);
    });
  }

  decode(bytes: Uint8Array): string {
    try {
      this.decoder ??= decoderFor(bytes);
    } catch {
      throw this.bad('its encoding is unknown');
    }
    return this.decoder.write(bytes);
  }

  /** Tag by tag where the handler takes plain elements itself. */
  write(text: string): void {
    if (this.handler.plain === undefined) return this.parse(text);
    for (let at = 0; at < text.length;) {
      const from = this.behindTag ? this.handler.plain(text, at) : at;
      const tagEnd = text.indexOf('>', from);
      at = tagEnd < 0 ? text.length : tagEnd + 1;
      if (from < at) this.parse(text.slice(from, at));
    }
  }

  private parse(text: string): void {
    // Text, a comment or a tag without end would be gathered in memory; an entity is up to 8 characters for one.
    this.sinceEvent += text.length;
    if (this.sinceEvent > this.limits.cellChars * 8)
      throw new BadSpreadsheet('cell_too_long', `A text in ${this.part} is too long: at most ${this.limits.cellChars} characters are read. Shorten it.`);
    this.behindTag = false;
    this.parser.write(text);
  }

  end(): void {
    this.parser.close();
  }

  private bad(what: string): BadSpreadsheet {
    return new BadSpreadsheet(
      'bad_xml',
      `The workbook is damaged: ${this.part} is not well-formed (${what.replace(/\.$/, '')}). Save it again from the spreadsheet program.`,
    );
  }
}

/**
 * Feeds a part to the handler; goes one piece further each time it is asked: as it was inflated, or of `pieceChars` where a little XML may stand for much text.
 * Throws `bad_xml`, `external_entities`, `cell_too_long`.
 */
export const readXml = async function* (
  part: string,
  bytes: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  limits: Limits,
  pieceChars = Infinity,
): AsyncGenerator<void, void, undefined> {
  const reader = new XmlReader(part, handler, limits);
  for await (const inflated of bytes) {
    const text = reader.decode(inflated);
    for (let at = 0; at < text.length; at += pieceChars) {
      reader.write(text.slice(at, at + pieceChars));
      yield;
    }
  }
  reader.end();
};

/** Reads a whole part. */
export const readWholeXml = async (part: string, bytes: AsyncIterable<Uint8Array>, handler: XmlHandler, limits: Limits): Promise<void> => {
  for await (const _ of readXml(part, bytes, handler, limits));
};
