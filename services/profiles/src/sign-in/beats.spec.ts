import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { Beats } from './beats.js';

describe('beats', () => {
  it('let go of all at once, whenever they came, and go on', async () => {
    const beats = new Beats(20);
    for (let round = 0; round < 3; round++) {
      let hasGone = false;
      const first = beats.next();
      await setImmediate();
      void beats.next().then(() => (hasGone = true));
      await first;
      await Promise.resolve();
      expect(hasGone).toBe(true);
    }
  });
});
