import { momentIn } from './moment.js';

describe('a moment', () => {
  it.each([
    ['2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21T08:00Z', '2026-11-21T08:00:00.000Z'],
    ['2026-11-21T08:00:00.5+02:00', '2026-11-21T06:00:00.500Z'],
  ])('is read from %s', (text, moment) => expect(momentIn(text)?.toISOString()).toBe(moment));

  it.each(['', 'yesterday', '2026', '2026-11', '2026-W47', '2026-11-21T08', '2026-13-01', '2026-02-30', '0000-01-01', '0001-01-01T00:00+14:00'])(
    'is not in "%s"',
    (text) => expect(momentIn(text)).toBeUndefined(),
  );
});
