import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { StringStore } from './string-store.js';

const stored = (texts: Iterable<string>): StringStore => {
  const store = new StringStore();
  for (const text of texts) store.add(text);
  store.finish();
  return store;
};

describe('StringStore', () => {
  it('gives strings back in any order, what is spilled too, and leaves no file behind', () => {
    const textOf = (index: number): string => (index % 5000 === 0 ? 'long '.repeat(10_000) + index : `texte n° ${index} ☎ `.repeat((index % 9) * 9 + 1));
    const count = 70_000; // about 60 MB
    const store = stored(
      (function* () {
        for (let index = 0; index < count; index++) yield textOf(index);
      })(),
    );
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('ringfleet-strings-'))).toEqual([]);
    const wrong: number[] = [];
    for (let step = 0, index = 0; step < count; step++, index = step % 3 === 0 ? step : (index * 48_271 + 11) % count)
      if (store.get(index) !== textOf(index)) wrong.push(index);
    expect(wrong).toEqual([]);
    expect(store.longest).toBe(textOf(65_000).length);
    store.close();
  });

  it('keeps empty strings apart and knows what it does not have', () => {
    const store = stored(['', 'a', '', '']);
    expect([0, 1, 2, 3].map((index) => store.get(index))).toEqual(['', 'a', '', '']);
    expect([-1, 4, 1.5, Number.NaN].map((index) => store.get(index))).toEqual([undefined, undefined, undefined, undefined]);
    expect(stored([]).get(0)).toBeUndefined();
  });
});
