import { inspect } from 'node:util';
import type { Sealer } from './sealer.js';

const SHOWN = '[sealed]';

/**
 * A secret as it is stored: encrypted, and printed as `[sealed]` by whatever prints it, so that it cannot slip into a log, an answer or an error.
 * Records hold this; the text itself exists only where `open` is called.
 */
export class Sealed {
  readonly #bytes: Uint8Array;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Seals a text. The purpose says what it is (`device:<id>:httpPassword`); it opens with the same purpose only. */
  static seal(sealer: Sealer, text: string, purpose: string): Sealed {
    return new Sealed(sealer.seal(text, purpose));
  }

  /** What `stored` once gave. */
  static fromStored(bytes: Uint8Array): Sealed {
    return new Sealed(bytes);
  }

  /** The bytes to store. */
  stored(): Uint8Array {
    return this.#bytes;
  }

  /** The text. Throws `CannotOpen`. */
  open(sealer: Sealer, purpose: string): string {
    return sealer.open(this.#bytes, purpose);
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.toPrimitive](): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
