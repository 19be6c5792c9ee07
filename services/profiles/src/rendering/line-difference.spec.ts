import { applyPatch } from 'diff';
import fc from 'fast-check';
import { lineDifference } from './line-difference.js';

const text = fc.array(fc.constantFrom('a = 1', 'b = 2', 'c = 3', ''), { maxLength: 12 }).map((lines) => lines.map((line) => `${line}\n`).join(''));
const numbered = (count: number, name: string): string => Array.from({ length: count }, (_, at) => `${name}${at}\n`).join('');

describe('the difference of two files (PRV-02)', () => {
  it('makes one of the other, and is empty exactly where they are the same', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const difference = lineDifference(before, after);
        expect(difference === '').toBe(before === after);
        expect(difference === '' ? before : applyPatch(before, difference)).toBe(after);
      }),
    );
  });

  it('says of files that have little in common that all is another', () => {
    const [before, after] = [numbered(50_000, 'old'), `${numbered(3, 'new')}end`];
    expect(lineDifference(before, after)).toMatch(/^@@ -1,50000 \+1,4 @@\n-old0\n-old1\n/);
    expect(applyPatch(before, lineDifference(before, after))).toBe(after);
  });

  it('says so too of files that are too long to be looked through', () => {
    const [before, after] = ['a\n'.repeat(200_000), 'a\n'.repeat(200_001)];
    expect(lineDifference(before, after)).toMatch(/^@@ -1,200000 \+1,200001 @@\n-a\n/);
  });
});
