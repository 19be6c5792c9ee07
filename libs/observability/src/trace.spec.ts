import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { traceparentOf, withTraceparent } from './trace.js';

const GIVEN = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a trace', () => {
  it('is carried on from what a message brought, across awaits', async () => {
    const seen = await withTraceparent(GIVEN, async () => {
      await nextTurn();
      return traceparentOf();
    });
    expect(seen).toBe(GIVEN);
    expect(traceparentOf()).toBeUndefined();
  });

  it('stays apart from another that runs at the same time', async () => {
    const other = GIVEN.replace('4bf9', '5cf9');
    const seen = await Promise.all([GIVEN, other].map((given) => withTraceparent(given, () => nextTurn().then(traceparentOf))));
    expect(seen).toEqual([GIVEN, other]);
  });

  it.each([undefined, '', 'nonsense', '00-00000000000000000000000000000000-00f067aa0ba902b7-01', GIVEN.slice(0, -3)])(
    'begins anew where none was brought: %s',
    (brought) => {
      const seen = withTraceparent(brought, traceparentOf);
      expect(seen).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(withTraceparent(brought, traceparentOf)).not.toBe(seen);
    },
  );

  it('goes on inside where none was brought', () => {
    expect(withTraceparent(GIVEN, () => withTraceparent(undefined, traceparentOf))).toBe(GIVEN);
  });
});
