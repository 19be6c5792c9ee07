import { murmur2, partitionOf } from './partition.js';

describe('the partition of a key', () => {
  it.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ])("hashes %s as Kafka's own clients do (the values of their test)", (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('is one of those there are, and all are used', () => {
    const used = new Set(Array.from({ length: 500 }, (_, index) => partitionOf(`019aa5a0-7a5e-7000-8000-${index}`, 8)));
    expect(used).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
    expect(partitionOf('', 1)).toBe(0);
  });
});
