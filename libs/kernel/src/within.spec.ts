import { within } from './within.js';

const HOUR_MS = 3_600_000;
const never = new Promise<string>(() => undefined);

describe('what is waited for within a time', () => {
  it('is what is asked for, its failure too', async () => {
    await expect(within(HOUR_MS, Promise.resolve('here'), 'late')).resolves.toBe('here');
    await expect(within(HOUR_MS, Promise.reject(new Error('gone')), 'late')).rejects.toThrow('gone');
  });

  it('is what was given for it where it does not come', async () => {
    await expect(within(1, never, 'late')).resolves.toBe('late');
  });
});
