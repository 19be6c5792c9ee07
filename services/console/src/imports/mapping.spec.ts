// Real: everything.
import { describe, expect, it } from '@jest/globals';
import { type Chosen, mappingOf } from './mapping.js';

const KNOWN = [
  { name: 'Name', mandatory: true },
  { name: 'Site', mandatory: false },
];
const of = (columns: readonly (readonly [string, string | null])[], chosen: Chosen = {}) =>
  mappingOf({ columns: columns.map(([header, column]) => ({ header, column })), known: KNOWN }, chosen);

describe('what the headers of a file stand for', () => {
  it('is what was recognised or chosen, and what is passed over is sent as nothing (IMP-02)', () => {
    const columns = [['Phone', null] as const, ['Site', 'Site'] as const];
    expect(of(columns)).toMatchObject({ missing: ['Name'], isComplete: false });
    expect(of(columns, { Phone: 'Name', Site: '-' })).toMatchObject({ missing: [], doubled: [], isComplete: true, columnMap: { Phone: 'Name', Site: null } });
    expect(of(columns, { Phone: 'Site' })).toMatchObject({ doubled: ['Site'], isComplete: false });
  });

  it('cannot be chosen of those that are called the same, in whatever spelling: they are mended in the file (IMP-02)', () => {
    const { same, missing, doubled, isComplete, columns } = of(
      [
        ['Name', 'Name'],
        ['Site', 'Site'],
        [' NAMES', 'Name'],
      ],
      { Name: '-' },
    );
    expect(same).toEqual([{ header: 'Name', column: 'Name', namesakes: 2 }]);
    expect({ missing, doubled, isComplete, shown: columns.map(({ column }) => column) }).toEqual({
      missing: [],
      doubled: [],
      isComplete: false,
      shown: ['Name', 'Site', 'Name'],
    });
  });

  it('does not matter of columns that are called the same and that nobody knows (IMP-02)', () => {
    expect(
      of([
        ['Name', 'Name'],
        ['Note', null],
        ['Note', null],
      ]),
    ).toMatchObject({ same: [], isComplete: true });
  });
});
