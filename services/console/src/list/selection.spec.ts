import { describe, expect, it } from '@jest/globals';
import { NOTHING, type Selection, ticked } from './selection.js';

const PAGE = ['a', 'b', 'c'];
const ALL: Selection = { kind: 'all' };
const some = (...ids: readonly string[]): Selection => ({ kind: 'some', ids: new Set(ids) });

describe('what is ticked', () => {
  it('is the rest of the page where one row of all that match is unticked', () => {
    expect(ticked(ALL, ['b'], false, PAGE)).toEqual(some('a', 'c'));
    expect(ticked(ALL, PAGE, false, PAGE)).toEqual(NOTHING);
  });

  it('stays all that match where rows of them are ticked', () => {
    expect(ticked(ALL, ['b'], true, PAGE)).toBe(ALL);
  });

  it('keeps the rows of other pages', () => {
    expect(ticked(some('z'), ['a', 'b'], true, PAGE)).toEqual(some('z', 'a', 'b'));
    expect(ticked(some('z', 'a'), ['a'], false, PAGE)).toEqual(some('z'));
  });
});
