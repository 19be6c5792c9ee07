import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { CannotOpen } from './cannot-open.js';
import { Sealed } from './sealed.js';
import { Sealer } from './sealer.js';

const key = (id: string): { id: string; key: Uint8Array } => ({ id, key: randomBytes(32) });
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof CannotOpen ? error.code : String(error);
  }
};

describe('a sealed value', () => {
  const first = key('first');
  const sealer = new Sealer([first]);

  it('opens to the text it was sealed from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, purpose) => {
        expect(sealer.open(sealer.seal(text, purpose), purpose)).toBe(text);
      }),
    );
  });

  it('does not open when any byte was changed', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.integer({ min: 1, max: 255 }), (text, position, change) => {
        const sealed = Uint8Array.from(sealer.seal(text, 'password'));
        const at = position % sealed.length;
        sealed[at] = (sealed[at] ?? 0) ^ change;
        expect(() => sealer.open(sealed, 'password')).toThrow(CannotOpen);
      }),
    );
  });

  it('does not open when it was cut', () => {
    const sealed = sealer.seal('hunter2', 'password');
    for (let length = 0; length < sealed.length; length += 1) expect(() => sealer.open(sealed.subarray(0, length), 'password')).toThrow(CannotOpen);
  });

  it('does not open for another purpose', () => {
    expect(codeOf(() => sealer.open(sealer.seal('hunter2', 'device:1:password'), 'device:2:password'))).toBe('tampered');
  });

  it('names the key that is missing', () => {
    const sealed = sealer.seal('hunter2', 'password');
    expect(() => new Sealer([key('other')]).open(sealed, 'password')).toThrow("no sealing key 'first'");
  });

  it('is told from bytes that were never sealed', () => {
    expect(codeOf(() => sealer.open(Buffer.from('hunter2'), 'password'))).toBe('not_sealed');
    expect(codeOf(() => sealer.open(new Uint8Array(), 'password'))).toBe('not_sealed');
  });

  it('looks different each time', () => {
    expect(sealer.seal('hunter2', 'password')).not.toEqual(sealer.seal('hunter2', 'password'));
  });

  it('still opens after a newer key has taken over, which then seals', () => {
    const second = key('second');
    const rotated = new Sealer([first, second]);
    expect(rotated.open(sealer.seal('hunter2', 'password'), 'password')).toBe('hunter2');
    expect(new Sealer([second]).open(rotated.seal('hunter2', 'password'), 'password')).toBe('hunter2');
  });
});

describe('a Sealer', () => {
  it('refuses keys that are none, too short, doubled or badly named', () => {
    expect(() => new Sealer([])).toThrow('at least one key');
    expect(() => new Sealer([{ id: 'a', key: randomBytes(16) }])).toThrow('32 bytes');
    expect(() => new Sealer([key('a'), key('a')])).toThrow('same id');
    expect(() => new Sealer([key('no spaces')])).toThrow('no key id');
  });
});

describe('Sealed', () => {
  const sealer = new Sealer([key('k')]);

  it('keeps its text through the store', () => {
    const sealed = Sealed.seal(sealer, 'hunter2', 'password');
    expect(Sealed.fromStored(sealed.stored()).open(sealer, 'password')).toBe('hunter2');
  });

  it('shows neither text nor bytes, however it is printed', () => {
    const sealed = Sealed.seal(sealer, 'hunter2', 'password');
    const printed = [String(sealed), JSON.stringify(sealed), inspect(sealed, { showHidden: true }), inspect({ deep: [sealed] }), '' + sealed];
    expect(printed).toEqual(['[sealed]', '"[sealed]"', '[sealed]', '{ deep: [ [sealed] ] }', '[sealed]']);
    expect(Object.keys(sealed)).toEqual([]);
  });
});
