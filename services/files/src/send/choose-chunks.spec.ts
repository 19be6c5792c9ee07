import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Candidate, chooseChunks, type ChunkOf, LIMITS } from './choose-chunks.js';

const candidates = fc
  .array(
    fc.record({
      turn: fc.constantFrom('provider', 'north', 'harbour'),
      inFlight: fc.nat(8),
      rowsLeft: fc.nat(50),
      unsent: fc.nat(10).map((count) => Array.from({ length: count }, (_, chunk) => chunk + 3)),
    }),
    { maxLength: 8 },
  )
  .map((list): Candidate[] => list.map((one, index) => ({ ...one, importId: `import-${index}` })));

const isOver = ({ inFlight, unsent }: Candidate): boolean => inFlight >= LIMITS.perImport || unsent.length === 0;

/** The rule as it is written, one chunk after the other, everything counted anew each time. */
function reference(open: readonly Candidate[], others: number): ChunkOf[] {
  const inFlight = open.reduce((sum, one) => sum + one.inFlight, others);
  const able = open.filter((one) => !isOver(one));
  if (inFlight >= LIMITS.all || able.length === 0) return [];
  const ofTurn = (turn: string): number => open.filter((one) => one.turn === turn).reduce((sum, one) => sum + one.inFlight, 0);
  const [next] = able.toSorted((a, b) => ofTurn(a.turn) - ofTurn(b.turn) || a.rowsLeft - b.rowsLeft || (a.importId < b.importId ? -1 : 1));
  if (!next) return [];
  const [chunk, ...rest] = next.unsent;
  const after = open.map((one) => (one === next ? { ...one, inFlight: one.inFlight + 1, unsent: rest } : one));
  return [{ importId: next.importId, chunk: chunk ?? -1 }, ...reference(after, others)];
}

describe('the choice of chunks', () => {
  it('agrees with the rule taken one chunk at a time (IMP-12)', () => {
    fc.assert(
      fc.property(candidates, fc.nat(16), (open, others) => expect(chooseChunks(open, others)).toEqual(reference(open, others))),
      { numRuns: 1_000 },
    );
  });

  it('lets 20 rows of a reseller pass beside 200,000 of another (IMP-12)', () => {
    const large: Candidate = { importId: 'a', turn: 'north', inFlight: 7, rowsLeft: 200_000, unsent: [7, 8, 9, 10] };
    const small: Candidate = { importId: 'b', turn: 'harbour', inFlight: 0, rowsLeft: 20, unsent: [0] };
    expect(chooseChunks([large, small])).toEqual([
      { importId: 'b', chunk: 0 },
      { importId: 'a', chunk: 7 },
    ]);
  });

  it('leaves room for others: an import alone has at most eight in flight', () => {
    expect(chooseChunks([{ importId: 'a', turn: 'north', inFlight: 0, rowsLeft: 9_000, unsent: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }])).toHaveLength(8);
  });

  it('counts what is still in flight of imports that are being cancelled', () => {
    expect(chooseChunks([{ importId: 'a', turn: 'north', inFlight: 0, rowsLeft: 9_000, unsent: [0, 1, 2, 3] }], 15)).toHaveLength(1);
  });
});
