// Real: the class alone; the work is the test's.
import { InSets } from './in-sets.js';

const MOST = 3;

/** Sets as they were worked on, and what came of each item. */
async function worked(items: readonly number[], work: (set: readonly number[]) => void): Promise<{ readonly sets: number[][]; readonly came: unknown[] }> {
  const sets: number[][] = [];
  const inSets = new InSets<number, number>(MOST, async (set) => {
    sets.push([...set]);
    work(set);
    return set.map((item) => item * 10);
  });
  const came = await Promise.allSettled(items.map((item) => inSets.do(item)));
  return { sets, came: came.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))) };
}

describe('what many ask for at once', () => {
  it('is done in sets of a bounded size, and each has its own result', async () => {
    const { sets, came } = await worked([1, 2, 3, 4, 5], () => undefined);
    expect(sets).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(came).toEqual([10, 20, 30, 40, 50]);
  });

  it('fails for that one alone which cannot be done', async () => {
    const { came } = await worked([1, 2, 3], (set) => {
      if (set.includes(2)) throw new Error('not 2');
    });
    expect(came).toEqual([10, 'Error: not 2', 30]);
  });

  it('fails for all at once while the database is away: nobody waits for the others to fail, and what may have been done is not done again', async () => {
    const { sets, came } = await worked([1, 2, 3], () => {
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    });
    expect(sets).toEqual([[1, 2, 3]]);
    expect(came).toEqual(Array(3).fill('Error: refused'));
  });
});
