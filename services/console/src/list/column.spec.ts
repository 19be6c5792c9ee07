// Real: the functions alone.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Column, moved, shownColumns } from './column.js';

const column = (id: string, over: Partial<Column<never>> = {}): Column<never> => ({ id, label: id, width: 100, shown: true, cell: () => null, ...over });
const columns = [column('name', { mandatory: true }), column('model'), column('mac'), column('site', { shown: false })];
const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

describe('the columns of a list', () => {
  it('are at first those that the list begins with', () => {
    expect(ids(shownColumns(columns, undefined))).toEqual(['name', 'model', 'mac']);
  });

  it('are those chosen, in their order, the mandatory one first, names of another version passed over (UI-04, UI-06)', () => {
    expect(ids(shownColumns(columns, ['site', 'gone', 'model', 'name']))).toEqual(['name', 'site', 'model']);
    expect(ids(shownColumns(columns, []))).toEqual(['name']);
  });

  it('move by steps and lose nobody', () => {
    expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.nat(20), fc.integer({ min: -30, max: 30 }), (names, at, steps) => {
        const id = names[at % Math.max(names.length, 1)] ?? '';
        expect(moved(names, id, steps).toSorted()).toEqual(names.toSorted());
      }),
    );
  });
});
