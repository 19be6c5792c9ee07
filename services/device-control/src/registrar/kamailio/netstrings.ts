/** Longer messages are nobody's we know. */
const LONGEST = 1_000_000;
const COLON = ':'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);

/** `5:hello,` (https://cr.yp.to/proto/netstrings.txt) */
export const netstring = (text: string): string => `${Buffer.byteLength(text)}:${text},`;

/** Takes messages out of a stream of netstrings that comes in pieces of any length. */
export class Netstrings {
  private rest: Buffer = Buffer.alloc(0);

  /** The messages that are complete with this piece. Throws where the stream is none of netstrings. */
  take(piece: Buffer): string[] {
    this.rest = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    const messages: string[] = [];
    let at = 0;
    for (;;) {
      const colon = this.rest.indexOf(COLON, at);
      if (colon === -1) break;
      const length = Number(this.rest.toString('latin1', at, colon));
      if (!Number.isInteger(length) || length > LONGEST) throw new Error('The registrar sends no netstrings.');
      const end = colon + 1 + length;
      if (end >= this.rest.length) break;
      if (this.rest[end] !== COMMA) throw new Error('The registrar sends no netstrings.');
      messages.push(this.rest.toString('utf8', colon + 1, end));
      at = end + 1;
    }
    this.rest = this.rest.subarray(at);
    if (this.rest.length > LONGEST) throw new Error('The registrar sends no netstrings.');
    return messages;
  }
}
