import fc from 'fast-check';
import { codePoints, hasControlCharacters, nameKey, trimBlanks } from './names.js';

const text = fc.string({ unit: 'binary' });
const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2009', '\u202f', '\u3000', '\u200b', '\u2060', '\ufeff') });

describe('trimBlanks', () => {
  it('cuts outer blanks, no-break and zero-width ones too (IMP-05a)', () => {
    expect(trimBlanks('\u00a0\u200b phone 1\t\u2060')).toBe('phone 1');
    expect(trimBlanks(' \u00a0 ')).toBe('');
  });

  it('leaves what lies between as it is', () => {
    expect(trimBlanks(' a \u00a0 b ')).toBe('a \u00a0 b');
  });

  it('gives the same for any blanks around, and cuts nothing twice (IMP-05a)', () => {
    fc.assert(
      fc.property(blanks, text, blanks, (before, inner, after) => {
        const trimmed = trimBlanks(inner);
        expect(trimBlanks(before + inner + after)).toBe(trimmed);
        expect(trimBlanks(trimmed)).toBe(trimmed);
        expect(inner).toContain(trimmed);
      }),
    );
  });

  it('takes no longer than the text is long, however many blanks lie inside it', () => {
    const cell = `a${' '.repeat(200_000)}b`;
    const start = performance.now();
    expect(trimBlanks(cell)).toBe(cell);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('nameKey', () => {
  it.each([
    ['Desk 12', 'desk 12', 'letter case'],
    [' Desk 12\u00a0', 'desk 12', 'outer blanks'],
    ['Caf\u00e9', 'Cafe\u0301', 'composed and decomposed letters'],
    ['\u00c9TAGE', 'e\u0301tage', 'decomposed letters in another case'],
    ['\u03a3', '\u03c3', 'letters beyond ASCII'],
  ])('takes %j and %j for one name: %s (INV-02)', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['desk 1', 'desk 12'],
    ['desk 1', 'desk  1'],
    ['cafe', 'caf\u00e9'],
  ])('keeps %j and %j apart (INV-02)', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('gives one key for every way to write a name: blanks, form (INV-02)', () => {
    fc.assert(
      fc.property(blanks, text, blanks, fc.constantFrom('NFC', 'NFD'), (before, name, after, form) => {
        expect(nameKey(before + name.normalize(form) + after)).toBe(nameKey(name));
      }),
    );
  });
});

describe('codePoints', () => {
  it('counts as people do: a character beyond the basic plane is one', () => {
    expect(codePoints('\u{1f4de} 12')).toBe(4);
    expect(codePoints('')).toBe(0);
  });

  it('agrees with the spread of the text', () => {
    fc.assert(fc.property(text, (name) => expect(codePoints(name)).toBe(Array.from(name).length)));
  });
});

describe('hasControlCharacters', () => {
  it.each(['a\u0000', '\u0007b', 'a\nb', 'a\tb', '\u007f', '\u0085'])('finds the one in %j', (name) => {
    expect(hasControlCharacters(name)).toBe(true);
  });

  it.each(['', 'Desk 12', 'caf\u00e9', '\u{1f4de}', '\u00a0', '\u200b'])('finds none in %j', (name) => {
    expect(hasControlCharacters(name)).toBe(false);
  });
});
