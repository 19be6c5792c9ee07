import { beginning, shorten } from './judge.js';

describe('a giant cell in a reason', () => {
  it('is cut where a character ends', () => {
    expect(beginning(`a${'📞'.repeat(300)}`, 200)).toBe(`a${'📞'.repeat(199)}`);
    expect(shorten(`a${'📞'.repeat(80)}`)).toBe(`"a${'📞'.repeat(79)}…"`);
  });

  it('is whole where it is short', () => {
    expect(beginning('📞'.repeat(200), 200)).toBe('📞'.repeat(200));
    expect(shorten('Alpine')).toBe('"Alpine"');
  });
});
